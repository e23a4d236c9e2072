package io.jarrah.clc.snapshot.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.snapshot.Grantee;
import io.jarrah.clc.snapshot.SnapshotRequests;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.SnapshotId;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeResponse;

/**
 * One attribute of a snapshot, for its owner.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshotAttribute.html">DescribeSnapshotAttribute</a>
 */
public final class DescribeSnapshotAttribute
        implements Operation<DescribeSnapshotAttributeRequest, DescribeSnapshotAttributeResponse> {
    private final Database database;

    public DescribeSnapshotAttribute(Database database) {
        this.database = database;
    }

    @Override
    public DescribeSnapshotAttributeResponse execute(CallContext context, DescribeSnapshotAttributeRequest request) {
        SnapshotId id = SnapshotRequests.id(request.snapshotId());
        SnapshotAttribute attribute = SnapshotAttribute.required(request.attributeAsString());
        Set<Grantee> grantees = database.read(
                session -> SnapshotRequests.owned(session, context, id).grantees());
        DescribeSnapshotAttributeResponse.Builder response =
                DescribeSnapshotAttributeResponse.builder().snapshotId(id.value());
        return switch (attribute) {
            case CREATE_VOLUME_PERMISSION ->
                response.createVolumePermissions(grantees.stream()
                                .map(DescribeSnapshotAttribute::permission)
                                .toList())
                        .build();
            case PRODUCT_CODES -> response.productCodes(List.of()).build();
        };
    }

    private static CreateVolumePermission permission(Grantee grantee) {
        CreateVolumePermission.Builder permission = CreateVolumePermission.builder();
        return (grantee.equals(Grantee.ALL) ? permission.group(grantee.value()) : permission.userId(grantee.value()))
                .build();
    }
}
