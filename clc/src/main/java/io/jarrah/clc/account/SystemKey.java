package io.jarrah.clc.account;

import io.jarrah.common.contract.VerifiedPrincipal;
import java.util.Base64;

/**
 * The cloud's own access key, with which it presigns the URLs nodes download images by. It is derived from the master
 * key, so it is the same after a restart and nowhere stored. Only Walrus accepts it, through the identity service; the
 * public APIs do not know it.
 */
public final class SystemKey {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int ID_CHARACTERS = 16;

    private final String id;
    private final String secret;
    private final Accounts accounts;

    /** The principal is the cloud administrator's account. */
    public SystemKey(MasterKey masterKey, Accounts accounts) {
        byte[] bytes = masterKey.derive("system access key id");
        StringBuilder text = new StringBuilder("AKIA");
        for (int i = 0; i < ID_CHARACTERS; i++) {
            text.append(BASE32.charAt(bytes[i] & 31));
        }
        this.id = text.toString();
        this.secret = Base64.getEncoder().encodeToString(masterKey.derive("system secret access key"));
        this.accounts = accounts;
    }

    /** The access key id. */
    public String id() {
        return id;
    }

    /** The secret access key. */
    public String secret() {
        return secret;
    }

    /** What verifying a signature of this key takes. */
    public Credential credential() {
        Account account = accounts.find(Accounts.CLOUD_ADMINISTRATOR);
        String accountId = account.id().value();
        return new Credential(
                new VerifiedPrincipal(
                        account.id(),
                        account.name(),
                        accountId,
                        "",
                        "arn:aws:iam::" + accountId + ":root",
                        account.cloudAdministrator()),
                secret);
    }

    @Override
    public String toString() {
        return id;
    }
}
