package io.jarrah.walrus.multipart.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.Uploads;

/** Gives an upload up (https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html). */
public final class AbortMultipartUpload implements Operation.Simple {
    private final BucketGuard guard;
    private final Uploads uploads;

    public AbortMultipartUpload(BucketGuard guard, Uploads uploads) {
        this.guard = guard;
        this.uploads = uploads;
    }

    @Override
    public Reply execute(Call call) {
        guard.require(call);
        uploads.abort(call.target().requirePlace(), call.query().text("uploadId"));
        return Reply.status(204);
    }
}
