package io.jarrah.walrus.s3;

import io.jarrah.common.id.AccountId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** S3's canonical user ids, 64 hex digits for an account. */
public final class Owner {
    private Owner() {}

    /** The canonical id of an account; always the same for the same account. */
    public static String canonicalId(AccountId account) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("canonical-user:" + account.value()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The owner element of an account as the SDK models it. */
    public static software.amazon.awssdk.services.s3.model.Owner of(AccountId account) {
        return software.amazon.awssdk.services.s3.model.Owner.builder()
                .id(canonicalId(account))
                .displayName(account.value())
                .build();
    }
}
