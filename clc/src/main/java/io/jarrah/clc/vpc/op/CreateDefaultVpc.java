package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.vpc.DefaultVpc;
import software.amazon.awssdk.services.ec2.model.CreateDefaultVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateDefaultVpcResponse;

/**
 * Says that the default VPC is there: every account has one and none can lose it. Terraform's aws_default_vpc goes on from that error.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDefaultVpc.html">CreateDefaultVpc</a>
 */
public final class CreateDefaultVpc implements Operation<CreateDefaultVpcRequest, CreateDefaultVpcResponse> {
    @Override
    public CreateDefaultVpcResponse execute(CallContext context, CreateDefaultVpcRequest request) {
        throw Ec2Error.DEFAULT_VPC_ALREADY_EXISTS.because(
                "A Default VPC already exists for this account in this region: " + DefaultVpc.vpc(context.account())
                        + ".");
    }
}
