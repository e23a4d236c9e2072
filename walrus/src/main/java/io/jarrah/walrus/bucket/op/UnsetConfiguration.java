package io.jarrah.walrus.bucket.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;

/** Answers the question for a configuration that no bucket has: with the error code that says so. */
public final class UnsetConfiguration implements Operation.Simple {
    private final BucketGuard guard;
    private final S3Error error;

    public UnsetConfiguration(BucketGuard guard, S3Error error) {
        this.guard = guard;
        this.error = error;
    }

    @Override
    public Reply execute(Call call) {
        throw new S3Exception(error).with("BucketName", guard.require(call).name());
    }
}
