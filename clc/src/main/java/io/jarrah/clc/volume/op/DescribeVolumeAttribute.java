package io.jarrah.clc.volume.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.action.RequestTexts;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.VolumeId;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeAttributeResponse;

/**
 * One attribute of a volume.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumeAttribute.html">DescribeVolumeAttribute</a>
 */
public final class DescribeVolumeAttribute
        implements Operation<DescribeVolumeAttributeRequest, DescribeVolumeAttributeResponse> {
    private final Database database;

    public DescribeVolumeAttribute(Database database) {
        this.database = database;
    }

    @Override
    public DescribeVolumeAttributeResponse execute(CallContext context, DescribeVolumeAttributeRequest request) {
        VolumeId id = VolumeRequests.volume(request.volumeId());
        String attribute = RequestTexts.present(request.attributeAsString())
                .orElseThrow(() -> VolumeRequests.missing("attribute"));
        VolumeEntity row = database.read(session -> VolumeRequests.find(session, context, id));
        DescribeVolumeAttributeResponse.Builder response =
                DescribeVolumeAttributeResponse.builder().volumeId(id.value());
        return switch (attribute) {
            case "autoEnableIO" ->
                response.autoEnableIO(AttributeBooleanValue.builder()
                                .value(row.autoEnableIo())
                                .build())
                        .build();
            case "productCodes" -> response.productCodes(List.of()).build();
            default ->
                throw Ec2Error.INVALID_PARAMETER_VALUE.because("Value (" + RequestTexts.shown(attribute)
                        + ") for parameter attribute is invalid. Unknown attribute.");
        };
    }
}
