package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.common.db.Database;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfaceAttributeResponse;

/**
 * One attribute of a network interface.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaceAttribute.html">DescribeNetworkInterfaceAttribute</a>
 */
public final class DescribeNetworkInterfaceAttribute
        implements Operation<DescribeNetworkInterfaceAttributeRequest, DescribeNetworkInterfaceAttributeResponse> {
    private final Database database;

    public DescribeNetworkInterfaceAttribute(Database database) {
        this.database = database;
    }

    @Override
    public DescribeNetworkInterfaceAttributeResponse execute(
            CallContext context, DescribeNetworkInterfaceAttributeRequest request) {
        String id = request.networkInterfaceId();
        if (id == null || id.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter NetworkInterfaceId");
        }
        String attribute = request.attributeAsString();
        if (attribute == null || attribute.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter Attribute");
        }
        VpcObject.NETWORK_INTERFACE.requireWellFormed(id);
        Eni eni = database.read(session -> Enis.withIds(session, context, List.of(id))).stream()
                .findFirst()
                .orElseThrow(() -> VpcObject.NETWORK_INTERFACE.notFound(id));
        DescribeNetworkInterfaceAttributeResponse.Builder answer =
                DescribeNetworkInterfaceAttributeResponse.builder().networkInterfaceId(id);
        return switch (attribute) {
            case "description" -> answer.description(text -> text.value("")).build();
            case "groupSet" -> answer.groups(eni.groups()).build();
            case "sourceDestCheck" ->
                answer.sourceDestCheck(flag -> flag.value(true)).build();
            case "attachment" -> answer.attachment(eni.attached()).build();
            case "associatePublicIpAddress" ->
                answer.associatePublicIpAddress(eni.association().isPresent()).build();
            default ->
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Value (" + attribute + ") for parameter attribute is invalid. Unknown attribute.");
        };
    }
}
