package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Pages;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeVpcPeeringConnectionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcPeeringConnectionsResponse;

/**
 * The VPC peering connections, of which there are none: an account has one VPC.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcPeeringConnections.html">DescribeVpcPeeringConnections</a>
 */
public final class DescribeVpcPeeringConnections
        implements Operation<DescribeVpcPeeringConnectionsRequest, DescribeVpcPeeringConnectionsResponse> {
    private static final Listing<String> LISTING = Listing.ofNothing(
            VpcObject.VPC_PEERING_CONNECTION,
            Pages.Limits.USUAL,
            List.of(
                    "accepter-vpc-info.cidr-block",
                    "accepter-vpc-info.owner-id",
                    "accepter-vpc-info.vpc-id",
                    "expiration-time",
                    "requester-vpc-info.cidr-block",
                    "requester-vpc-info.owner-id",
                    "requester-vpc-info.vpc-id",
                    "status-code",
                    "status-message",
                    "vpc-peering-connection-id"));

    private final Pages pages;

    public DescribeVpcPeeringConnections(Pages pages) {
        this.pages = pages;
    }

    @Override
    public DescribeVpcPeeringConnectionsResponse execute(
            CallContext context, DescribeVpcPeeringConnectionsRequest request) {
        LISTING.page(
                pages,
                context,
                List.of(),
                new Listing.Asked(
                        request.vpcPeeringConnectionIds(),
                        request.filters(),
                        request.maxResults(),
                        request.nextToken()));
        return DescribeVpcPeeringConnectionsResponse.builder()
                .vpcPeeringConnections(List.of())
                .build();
    }
}
