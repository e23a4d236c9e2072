package io.jarrah.walrus.object.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.bucket.CannedAcl;
import io.jarrah.walrus.object.Versions;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Owner;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.BucketInfo;
import io.jarrah.walrus.store.Objects;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;

/** The object's access control list, that of its bucket's owner (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html). */
public final class GetObjectAcl implements Operation.Simple {
    private final BucketGuard guard;
    private final Objects objects;

    public GetObjectAcl(BucketGuard guard, Objects objects) {
        this.guard = guard;
        this.objects = objects;
    }

    @Override
    public Reply execute(Call call) {
        BucketInfo bucket = guard.require(call);
        Versions.requireNull(call.query());
        ExistingObject.require(call, objects);
        return Reply.ok(GetObjectAclResponse.builder()
                .owner(Owner.of(bucket.owner()))
                .grants(CannedAcl.ownerGrant(bucket.owner()))
                .build());
    }
}
