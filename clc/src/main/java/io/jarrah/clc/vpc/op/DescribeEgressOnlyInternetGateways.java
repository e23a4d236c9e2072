package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Pages;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeEgressOnlyInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeEgressOnlyInternetGatewaysResponse;

/**
 * The egress-only internet gateways, of which there are none: instances with IPv6 are reached as well as they reach others, and groups decide.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeEgressOnlyInternetGateways.html">DescribeEgressOnlyInternetGateways</a>
 */
public final class DescribeEgressOnlyInternetGateways
        implements Operation<DescribeEgressOnlyInternetGatewaysRequest, DescribeEgressOnlyInternetGatewaysResponse> {
    private static final Listing<String> LISTING =
            Listing.ofNothing(VpcObject.EGRESS_ONLY_INTERNET_GATEWAY, new Pages.Limits(5, 255), List.of());

    private final Pages pages;

    public DescribeEgressOnlyInternetGateways(Pages pages) {
        this.pages = pages;
    }

    @Override
    public DescribeEgressOnlyInternetGatewaysResponse execute(
            CallContext context, DescribeEgressOnlyInternetGatewaysRequest request) {
        LISTING.page(
                pages,
                context,
                List.of(),
                new Listing.Asked(
                        request.egressOnlyInternetGatewayIds(),
                        request.filters(),
                        request.maxResults(),
                        request.nextToken()));
        return DescribeEgressOnlyInternetGatewaysResponse.builder()
                .egressOnlyInternetGateways(List.of())
                .build();
    }
}
