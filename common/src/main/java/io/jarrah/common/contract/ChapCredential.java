package io.jarrah.common.contract;

/**
 * What an iSCSI initiator proves itself with (CHAP, RFC 1994). It is good for one attachment of one volume, and for nothing afterwards.
 *
 * @param user name of the account on the target, 1 to 64 characters of {@code [A-Za-z0-9-]}
 * @param secret shared by initiator and target, 12 to 64 characters of {@code [A-Za-z0-9-]}; never to be written to a log
 */
public record ChapCredential(String user, String secret) {
    public ChapCredential {
        if (!user.matches("[A-Za-z0-9-]{1,64}") || !secret.matches("[A-Za-z0-9-]{12,64}")) {
            throw new IllegalArgumentException(
                    "a CHAP user has 1 to 64 and a secret 12 to 64 letters, digits and hyphens");
        }
    }

    /** The user only: records end up in logs. */
    @Override
    public String toString() {
        return "ChapCredential[user=" + user + "]";
    }
}
