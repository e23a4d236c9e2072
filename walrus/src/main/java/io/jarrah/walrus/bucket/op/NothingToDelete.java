package io.jarrah.walrus.bucket.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;

/** Removes a configuration that no bucket has; as with Amazon, that succeeds. */
public final class NothingToDelete implements Operation.Simple {
    private final BucketGuard guard;

    public NothingToDelete(BucketGuard guard) {
        this.guard = guard;
    }

    @Override
    public Reply execute(Call call) {
        guard.require(call);
        return Reply.status(204);
    }
}
