package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Pages;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsResponse;

/**
 * The VPC endpoints, of which there are none: the services of this cloud are reached directly.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html">DescribeVpcEndpoints</a>
 */
public final class DescribeVpcEndpoints
        implements Operation<DescribeVpcEndpointsRequest, DescribeVpcEndpointsResponse> {
    private static final Listing<String> LISTING = Listing.ofNothing(
            VpcObject.VPC_ENDPOINT,
            new Pages.Limits(1, 1000),
            List.of(
                    "ip-address-type",
                    "service-name",
                    "service-region",
                    "vpc-endpoint-id",
                    "vpc-endpoint-state",
                    "vpc-endpoint-type",
                    "vpc-id"));

    private final Pages pages;

    public DescribeVpcEndpoints(Pages pages) {
        this.pages = pages;
    }

    @Override
    public DescribeVpcEndpointsResponse execute(CallContext context, DescribeVpcEndpointsRequest request) {
        LISTING.page(
                pages,
                context,
                List.of(),
                new Listing.Asked(
                        request.vpcEndpointIds(), request.filters(), request.maxResults(), request.nextToken()));
        return DescribeVpcEndpointsResponse.builder().vpcEndpoints(List.of()).build();
    }
}
