package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AccountId;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.InternetGatewayAttachment;

/**
 * The internet gateway of the default VPC: the cluster controllers' way out.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInternetGateways.html">DescribeInternetGateways</a>
 */
public final class DescribeInternetGateways
        implements Operation<DescribeInternetGatewaysRequest, DescribeInternetGatewaysResponse> {
    private static final Listing<InternetGateway> LISTING = new Listing<>(
            VpcObject.INTERNET_GATEWAY,
            InternetGateway::internetGatewayId,
            Filters.<InternetGateway>of()
                    .text("attachment.state", gateway -> attachment(gateway).stateAsString())
                    .text("attachment.vpc-id", gateway -> attachment(gateway).vpcId())
                    .text("internet-gateway-id", InternetGateway::internetGatewayId)
                    .text("owner-id", InternetGateway::ownerId)
                    .tags(gateway -> TagSpecifications.toMap(gateway.tags()))
                    .build(),
            Pages.Limits.USUAL);

    private final Database database;
    private final Tags tags;
    private final Pages pages;

    public DescribeInternetGateways(Database database, Tags tags, Pages pages) {
        this.database = database;
        this.tags = tags;
        this.pages = pages;
    }

    @Override
    public DescribeInternetGatewaysResponse execute(CallContext context, DescribeInternetGatewaysRequest request) {
        AccountId account = context.account();
        Map<String, String> tagged =
                database.read(session -> tags.of(session, account, DefaultVpc.internetGateway(account)));
        InternetGateway gateway = InternetGateway.builder()
                .internetGatewayId(DefaultVpc.internetGateway(account))
                .ownerId(account.value())
                // Amazon says available here, not attached, and clients wait for that.
                .attachments(InternetGatewayAttachment.builder()
                        .vpcId(DefaultVpc.vpc(account))
                        .state("available")
                        .build())
                .tags(TagSpecifications.toList(tagged))
                .build();
        Page<InternetGateway> page = LISTING.page(
                pages,
                context,
                List.of(gateway),
                new Listing.Asked(
                        request.internetGatewayIds(), request.filters(), request.maxResults(), request.nextToken()));
        return DescribeInternetGatewaysResponse.builder()
                .internetGateways(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static InternetGatewayAttachment attachment(InternetGateway gateway) {
        return gateway.attachments().getFirst();
    }
}
