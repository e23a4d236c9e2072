package io.jarrah.walrus.bucket;

import io.jarrah.common.id.AccountId;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Owner;
import io.jarrah.walrus.s3.RequestHeaders;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.Grantee;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.Type;

/** The one access control list there is: the owner has full control, nobody else any. */
public final class CannedAcl {
    private static final Set<String> PRIVATE = Set.of("private", "bucket-owner-read", "bucket-owner-full-control");

    private CannedAcl() {}

    /** Accepts headers that ask for a private list; NotImplemented for any wider one, so that nobody believes it was granted. */
    public static void requirePrivate(RequestHeaders headers) {
        Optional<String> acl = headers.get("x-amz-acl");
        if (acl.filter(value -> !PRIVATE.contains(value)).isPresent()) {
            throw new S3Exception(
                            S3Error.NotImplemented,
                            "Only private access control lists are implemented; \"" + acl.get() + "\" was asked for.")
                    .with("Header", "x-amz-acl");
        }
        for (String name : headers.names()) {
            if (name.startsWith("x-amz-grant-")) {
                throw new S3Exception(S3Error.NotImplemented).with("Header", name);
            }
        }
    }

    /** The owner's grant. */
    public static Grant ownerGrant(AccountId owner) {
        Grantee grantee = Grantee.builder()
                .type(Type.CANONICAL_USER)
                .id(Owner.canonicalId(owner))
                .displayName(owner.value())
                .build();
        return Grant.builder()
                .grantee(grantee)
                .permission(Permission.FULL_CONTROL)
                .build();
    }
}
