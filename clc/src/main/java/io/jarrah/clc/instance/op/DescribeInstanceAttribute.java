package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.LaunchDataEntity;
import io.jarrah.clc.securitygroup.Memberships;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.EnclaveOptions;

/**
 * One attribute of an instance. Terraform reads four of them and follows their values without asking whether they are there.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html">DescribeInstanceAttribute</a>
 */
public final class DescribeInstanceAttribute
        implements Operation<DescribeInstanceAttributeRequest, DescribeInstanceAttributeResponse> {
    private final Database database;

    public DescribeInstanceAttribute(Database database) {
        this.database = database;
    }

    @Override
    public DescribeInstanceAttributeResponse execute(CallContext context, DescribeInstanceAttributeRequest request) {
        InstanceId id = InstanceRequests.id(request.instanceId());
        String attribute = request.attributeAsString();
        if (attribute == null || attribute.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter Attribute");
        }
        return database.read(session -> {
            InstanceEntity row = InstanceRequests.find(session, context, id);
            DescribeInstanceAttributeResponse.Builder response =
                    DescribeInstanceAttributeResponse.builder().instanceId(id.value());
            return answer(session, row, attribute, response).build();
        });
    }

    private static DescribeInstanceAttributeResponse.Builder answer(
            Session session, InstanceEntity row, String attribute, DescribeInstanceAttributeResponse.Builder response) {
        return switch (attribute) {
            case "instanceType" -> response.instanceType(text(Optional.of(row.instanceType())));
            case "kernel" -> response.kernelId(text(row.kernel().map(ImageId::value)));
            case "ramdisk" -> response.ramdiskId(text(row.ramdisk().map(ImageId::value)));
            case "userData" -> response.userData(text(userData(session, row)));
            case "disableApiTermination" -> response.disableApiTermination(flag(row.terminationProtected()));
            case "disableApiStop" -> response.disableApiStop(flag(false));
            case "instanceInitiatedShutdownBehavior" ->
                response.instanceInitiatedShutdownBehavior(text(Optional.of("terminate")));
            case "rootDeviceName" -> response.rootDeviceName(text(Optional.of(row.rootDeviceName())));
            case "blockDeviceMapping" ->
                response.blockDeviceMappings(InstanceRendering.mappings(
                        Attachments.byInstance(session, Set.of(row.id())).getOrDefault(row.id(), List.of())));
            case "productCodes" -> response.productCodes(List.of());
            case "sourceDestCheck" -> response.sourceDestCheck(flag(true));
            case "groupSet" -> response.groups(InstanceRendering.identifiers(Memberships.of(session, row.id())));
            case "ebsOptimized" -> response.ebsOptimized(flag(false));
            case "sriovNetSupport" -> response.sriovNetSupport(text(Optional.empty()));
            case "enaSupport" -> response.enaSupport(flag(false));
            case "enclaveOptions" ->
                response.enclaveOptions(EnclaveOptions.builder().enabled(false).build());
            default ->
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Value (" + attribute + ") for parameter attribute is invalid. Unknown attribute.");
        };
    }

    private static Optional<String> userData(Session session, InstanceEntity row) {
        return Optional.ofNullable(session.find(LaunchDataEntity.class, row.id().value()))
                .flatMap(LaunchDataEntity::userData)
                .map(Base64.getEncoder()::encodeToString);
    }

    private static AttributeValue text(Optional<String> value) {
        return AttributeValue.builder().value(value.orElse(null)).build();
    }

    private static AttributeBooleanValue flag(boolean value) {
        return AttributeBooleanValue.builder().value(value).build();
    }
}
