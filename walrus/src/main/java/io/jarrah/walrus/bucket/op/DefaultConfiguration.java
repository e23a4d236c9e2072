package io.jarrah.walrus.bucket.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import software.amazon.awssdk.core.SdkPojo;

/** Answers the question for a configuration that every bucket has in its default form. */
public final class DefaultConfiguration implements Operation.Simple {
    private final BucketGuard guard;
    private final SdkPojo answer;

    public DefaultConfiguration(BucketGuard guard, SdkPojo answer) {
        this.guard = guard;
        this.answer = answer;
    }

    @Override
    public Reply execute(Call call) {
        guard.require(call);
        return Reply.ok(answer);
    }
}
