package io.jarrah.walrus.bucket.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;

/** The region; empty for us-east-1 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html). */
public final class GetBucketLocation implements Operation.Simple {
    private final BucketGuard guard;
    private final String region;

    public GetBucketLocation(BucketGuard guard, String region) {
        this.guard = guard;
        this.region = region;
    }

    @Override
    public Reply execute(Call call) {
        guard.require(call);
        return Reply.ok(GetBucketLocationResponse.builder()
                .locationConstraint(region.equals("us-east-1") ? null : region)
                .build());
    }
}
