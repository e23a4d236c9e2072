package io.jarrah.walrus.object.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.object.Versions;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.Objects;

/** Answers the question for something that every object has in its default form, such as no tags. */
public final class ObjectConfiguration implements Operation.Simple {
    private final BucketGuard guard;
    private final Objects objects;
    private final Reply answer;

    public ObjectConfiguration(BucketGuard guard, Objects objects, Reply answer) {
        this.guard = guard;
        this.objects = objects;
        this.answer = answer;
    }

    @Override
    public Reply execute(Call call) {
        guard.require(call);
        Versions.requireNull(call.query());
        ExistingObject.require(call, objects);
        return answer;
    }
}
