package io.jarrah.walrus.s3;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.store.ObjectKey;
import io.jarrah.walrus.store.Objects.Place;
import java.util.Optional;

/**
 * What a request is about.
 *
 * @param bucket bucket name as sent, not yet known to exist or to be well-formed
 * @param key object key; only with a bucket
 */
public record Target(Optional<String> bucket, Optional<ObjectKey> key) {
    /** Service, bucket or object. */
    public enum Level {
        SERVICE,
        BUCKET,
        OBJECT
    }

    /** Which it is. */
    public Level level() {
        if (key.isPresent()) {
            return Level.OBJECT;
        }
        return bucket.isPresent() ? Level.BUCKET : Level.SERVICE;
    }

    /** The bucket's name; only routes of bucket or object level ask. */
    public String requireBucket() {
        return bucket.orElseThrow(() -> new S3Exception(S3Error.InvalidRequest, "No bucket was named."));
    }

    /** Bucket and key; only routes of object level ask. */
    public Place requirePlace() {
        return new Place(
                requireBucket(), key.orElseThrow(() -> new S3Exception(S3Error.InvalidRequest, "No key was named.")));
    }
}
