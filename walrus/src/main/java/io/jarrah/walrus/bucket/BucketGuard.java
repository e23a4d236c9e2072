package io.jarrah.walrus.bucket;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Access;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.store.BucketInfo;
import io.jarrah.walrus.store.Buckets;
import java.util.Optional;

/** Hands out a bucket only to who may do with it what the call is about. */
public final class BucketGuard {
    private static final String EXPECTED_OWNER = "x-amz-expected-bucket-owner";

    private final Buckets buckets;

    public BucketGuard(Buckets buckets) {
        this.buckets = buckets;
    }

    /** The call's bucket; NoSuchBucket, AccessDenied. */
    public BucketInfo require(Call call) {
        BucketInfo bucket = require(call, call.target().requireBucket());
        Optional<String> expected = call.headers().get(EXPECTED_OWNER);
        if (expected.filter(owner -> !owner.equals(bucket.owner().value())).isPresent()) {
            throw new S3Exception(S3Error.AccessDenied);
        }
        return bucket;
    }

    private BucketInfo require(Call call, String name) {
        BucketInfo bucket =
                buckets.find(name).orElseThrow(() -> new S3Exception(S3Error.NoSuchBucket).with("BucketName", name));
        if (!Access.allows(call.caller(), call.action(), bucket.owner())) {
            throw new S3Exception(S3Error.AccessDenied);
        }
        return bucket;
    }

    /** A bucket that the caller wants to read from, such as a copy's source; NoSuchBucket, AccessDenied. */
    public void requireReadable(Call call, String name) {
        BucketInfo bucket =
                buckets.find(name).orElseThrow(() -> new S3Exception(S3Error.NoSuchBucket).with("BucketName", name));
        if (!Access.allows(call.caller(), io.jarrah.walrus.s3.S3Action.GetObject, bucket.owner())) {
            throw new S3Exception(S3Error.AccessDenied);
        }
        Optional<String> expected = call.headers().get("x-amz-source-expected-bucket-owner");
        if (expected.filter(owner -> !owner.equals(bucket.owner().value())).isPresent()) {
            throw new S3Exception(S3Error.AccessDenied);
        }
    }
}
