package io.jarrah.walrus.bucket.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.bucket.CannedAcl;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;

/** Accepts the canned private list of a bucket or object, which it has anyway; refuses every other as not implemented. */
public final class PutAcl implements Operation.Simple {
    private final BucketGuard guard;

    public PutAcl(BucketGuard guard) {
        this.guard = guard;
    }

    @Override
    public Reply execute(Call call) {
        guard.require(call);
        if (!call.headers().has("x-amz-acl")) {
            throw new S3Exception(
                    S3Error.NotImplemented,
                    "Access control lists other than the canned private one are not implemented.");
        }
        CannedAcl.requirePrivate(call.headers());
        return Reply.status(200);
    }
}
