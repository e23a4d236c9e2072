package io.jarrah.walrus.bucket.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.Buckets;

/** Removes an empty bucket (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html). */
public final class DeleteBucket implements Operation.Simple {
    private final BucketGuard guard;
    private final Buckets buckets;

    public DeleteBucket(BucketGuard guard, Buckets buckets) {
        this.guard = guard;
        this.buckets = buckets;
    }

    @Override
    public Reply execute(Call call) {
        buckets.delete(guard.require(call).name());
        return Reply.status(204);
    }
}
