package io.jarrah.walrus.store;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.util.Optional;

/**
 * What must hold of a key for a write to happen, judged in the same transaction
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
 *
 * @param mustNotExist from {@code If-None-Match: *}
 * @param etag from {@code If-Match}, without quotes; {@code *} for any
 */
public record WriteCondition(boolean mustNotExist, Optional<String> etag) {
    /** Always holds. */
    public static final WriteCondition NONE = new WriteCondition(false, Optional.empty());

    void check(Optional<String> currentEtag) {
        if (mustNotExist && currentEtag.isPresent()) {
            throw new S3Exception(S3Error.PreconditionFailed).with("Condition", "If-None-Match");
        }
        if (etag.isPresent()) {
            if (currentEtag.isEmpty()) {
                throw new S3Exception(S3Error.NoSuchKey);
            }
            if (!etag.get().equals("*") && !etag.equals(currentEtag)) {
                throw new S3Exception(S3Error.PreconditionFailed).with("Condition", "If-Match");
            }
        }
    }
}
