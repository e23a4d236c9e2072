package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Pages;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysResponse;

/**
 * The NAT gateways, of which there are none: the cluster controllers translate for every instance.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNatGateways.html">DescribeNatGateways</a>
 */
public final class DescribeNatGateways implements Operation<DescribeNatGatewaysRequest, DescribeNatGatewaysResponse> {
    private static final Listing<String> LISTING = Listing.ofNothing(
            VpcObject.NAT_GATEWAY, Pages.Limits.USUAL, List.of("nat-gateway-id", "state", "subnet-id", "vpc-id"));

    private final Pages pages;

    public DescribeNatGateways(Pages pages) {
        this.pages = pages;
    }

    @Override
    public DescribeNatGatewaysResponse execute(CallContext context, DescribeNatGatewaysRequest request) {
        LISTING.page(
                pages,
                context,
                List.of(),
                new Listing.Asked(
                        request.natGatewayIds(), request.filter(), request.maxResults(), request.nextToken()));
        return DescribeNatGatewaysResponse.builder().natGateways(List.of()).build();
    }
}
