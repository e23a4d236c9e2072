package io.jarrah.walrus.s3;

import io.jarrah.common.id.AccountId;

/**
 * Who may do what. Buckets are private: the owning account may do everything in its buckets; the cloud's own account may
 * look into and remove from any bucket (to register images and to clean up after an account) but not put anything into
 * another's; everybody else, and whoever does not sign, may do nothing.
 */
public final class Access {
    private Access() {}

    /** Whether the caller may do that to a bucket of that owner, or to an object in it. */
    public static boolean allows(Caller caller, S3Action action, AccountId owner) {
        return switch (caller) {
            case Caller.Anonymous anonymous -> false;
            case Caller.Signed signed ->
                signed.principal().accountId().equals(owner)
                        || (signed.principal().cloudAdministrator() && administratorMay(action));
        };
    }

    private static boolean administratorMay(S3Action action) {
        return switch (action.right()) {
            case READ, MANAGE -> true;
            case WRITE, OWN_ACCOUNT -> false;
        };
    }
}
