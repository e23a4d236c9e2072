package io.jarrah.walrus.bucket.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;

/**
 * Whether the caller may use a bucket (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html). The HTTP edge
 * adds x-amz-bucket-region to every answer about an existing bucket, since clients look up regions without a signature.
 */
public final class HeadBucket implements Operation.Simple {
    private final BucketGuard guard;

    public HeadBucket(BucketGuard guard) {
        this.guard = guard;
    }

    @Override
    public Reply execute(Call call) {
        guard.require(call);
        return Reply.status(200).with("x-amz-access-point-alias", "false");
    }
}
