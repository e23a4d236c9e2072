package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.vpc.DefaultVpc;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;

/**
 * One attribute of the default VPC: instances get host names and name servers, and there is no metric of address usage. Terraform
 * reads all three.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcAttribute.html">DescribeVpcAttribute</a>
 */
public final class DescribeVpcAttribute
        implements Operation<DescribeVpcAttributeRequest, DescribeVpcAttributeResponse> {
    @Override
    public DescribeVpcAttributeResponse execute(CallContext context, DescribeVpcAttributeRequest request) {
        String id = request.vpcId();
        if (id == null || id.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter VpcId");
        }
        String attribute = request.attributeAsString();
        if (attribute == null || attribute.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter Attribute");
        }
        VpcObject.VPC.requireAll(List.of(id), Set.of(DefaultVpc.vpc(context.account())));
        DescribeVpcAttributeResponse.Builder answer =
                DescribeVpcAttributeResponse.builder().vpcId(id);
        return switch (attribute) {
            case "enableDnsSupport" -> answer.enableDnsSupport(flag(true)).build();
            case "enableDnsHostnames" -> answer.enableDnsHostnames(flag(true)).build();
            case "enableNetworkAddressUsageMetrics" ->
                answer.enableNetworkAddressUsageMetrics(flag(false)).build();
            default ->
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Value (" + attribute + ") for parameter attribute is invalid. Unknown attribute.");
        };
    }

    private static AttributeBooleanValue flag(boolean value) {
        return AttributeBooleanValue.builder().value(value).build();
    }
}
