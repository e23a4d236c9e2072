package io.jarrah.walrus.bucket.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.bucket.CannedAcl;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Owner;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.BucketInfo;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;

/** The bucket's access control list (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html). */
public final class GetBucketAcl implements Operation.Simple {
    private final BucketGuard guard;

    public GetBucketAcl(BucketGuard guard) {
        this.guard = guard;
    }

    @Override
    public Reply execute(Call call) {
        BucketInfo bucket = guard.require(call);
        return Reply.ok(GetBucketAclResponse.builder()
                .owner(Owner.of(bucket.owner()))
                .grants(CannedAcl.ownerGrant(bucket.owner()))
                .build());
    }
}
