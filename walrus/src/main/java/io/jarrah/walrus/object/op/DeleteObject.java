package io.jarrah.walrus.object.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.object.Versions;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Conditions;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.Objects;
import io.jarrah.walrus.store.WriteCondition;

/** Removes an object; one that is not there counts as removed (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html). */
public final class DeleteObject implements Operation.Simple {
    private final BucketGuard guard;
    private final Objects objects;

    public DeleteObject(BucketGuard guard, Objects objects) {
        this.guard = guard;
        this.objects = objects;
    }

    @Override
    public Reply execute(Call call) {
        guard.require(call);
        Versions.requireNull(call.query());
        WriteCondition condition = Conditions.forWrite(call.headers());
        objects.delete(call.target().requirePlace(), new WriteCondition(false, condition.etag()));
        return Reply.status(204);
    }
}
