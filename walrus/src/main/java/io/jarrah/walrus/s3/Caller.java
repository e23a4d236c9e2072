package io.jarrah.walrus.s3;

import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.id.AccountId;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.util.Optional;

/** Who sent a request. */
public sealed interface Caller {
    /** Nobody in particular: the request has no signature. */
    record Anonymous() implements Caller {}

    /**
     * The holder of an access key.
     *
     * @param principal whose key it is
     */
    record Signed(VerifiedPrincipal principal) implements Caller {}

    /** The account, when there is one. */
    default Optional<AccountId> account() {
        return switch (this) {
            case Anonymous anonymous -> Optional.empty();
            case Signed signed -> Optional.of(signed.principal().accountId());
        };
    }

    /** The principal; AccessDenied when there is none. */
    default VerifiedPrincipal requirePrincipal() {
        return switch (this) {
            case Anonymous anonymous -> throw new S3Exception(S3Error.AccessDenied);
            case Signed signed -> signed.principal();
        };
    }
}
