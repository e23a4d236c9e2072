package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.vpc.DefaultSubnet;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.db.Database;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetIpv6CidrBlockAssociation;

/**
 * The account's default subnets, one in each zone that has room for its network.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html">DescribeSubnets</a>
 */
public final class DescribeSubnets implements Operation<DescribeSubnetsRequest, DescribeSubnetsResponse> {
    private static final Listing<Subnet> LISTING =
            new Listing<>(VpcObject.SUBNET, Subnet::subnetId, filters(), Pages.Limits.USUAL);

    private final Database database;
    private final DefaultSubnets subnets;
    private final Tags tags;
    private final Pages pages;

    public DescribeSubnets(Database database, DefaultSubnets subnets, Tags tags, Pages pages) {
        this.database = database;
        this.subnets = subnets;
        this.tags = tags;
        this.pages = pages;
    }

    private static Filters<Subnet> filters() {
        return Filters.<Subnet>of()
                .text("availability-zone", Subnet::availabilityZone)
                .text("availabilityZone", Subnet::availabilityZone)
                .text("availability-zone-id", Subnet::availabilityZoneId)
                .text("availabilityZoneId", Subnet::availabilityZoneId)
                .text("available-ip-address-count", subnet -> subnet.availableIpAddressCount()
                        .toString())
                .text("cidr", Subnet::cidrBlock)
                .text("cidr-block", Subnet::cidrBlock)
                .text("cidrBlock", Subnet::cidrBlock)
                .texts("customer-owned-ipv4-pool", subnet -> List.of())
                .text("default-for-az", subnet -> subnet.defaultForAz().toString())
                .text("defaultForAz", subnet -> subnet.defaultForAz().toString())
                .text("enable-dns64", subnet -> subnet.enableDns64().toString())
                .texts("enable-lni-at-device-index", subnet -> List.of())
                .texts(
                        "ipv6-cidr-block-association.association-id",
                        subnet -> ipv6(subnet, SubnetIpv6CidrBlockAssociation::associationId))
                .texts(
                        "ipv6-cidr-block-association.ipv6-cidr-block",
                        subnet -> ipv6(subnet, SubnetIpv6CidrBlockAssociation::ipv6CidrBlock))
                .texts(
                        "ipv6-cidr-block-association.state",
                        subnet -> ipv6(
                                subnet,
                                association -> association.ipv6CidrBlockState().stateAsString()))
                .text("ipv6-native", subnet -> subnet.ipv6Native().toString())
                .text("map-customer-owned-ip-on-launch", subnet -> subnet.mapCustomerOwnedIpOnLaunch()
                        .toString())
                .text("map-public-ip-on-launch", subnet -> subnet.mapPublicIpOnLaunch()
                        .toString())
                .texts("outpost-arn", subnet -> List.of())
                .text("owner-id", Subnet::ownerId)
                .text(
                        "private-dns-name-options-on-launch.hostname-type",
                        subnet -> subnet.privateDnsNameOptionsOnLaunch().hostnameTypeAsString())
                .text("private-dns-name-options-on-launch.enable-resource-name-dns-a-record", subnet -> "false")
                .text("private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record", subnet -> "false")
                .text("state", Subnet::stateAsString)
                .text("subnet-arn", Subnet::subnetArn)
                .text("subnet-id", Subnet::subnetId)
                .text("vpc-id", Subnet::vpcId)
                .tags(subnet -> TagSpecifications.toMap(subnet.tags()))
                .build();
    }

    @Override
    public DescribeSubnetsResponse execute(CallContext context, DescribeSubnetsRequest request) {
        List<DefaultSubnet> present = subnets.of(context);
        Map<String, Map<String, String>> tagged =
                database.read(session -> tags.ofType(session, context.account(), VpcObject.SUBNET.resourceType()));
        List<Subnet> all = present.stream()
                .map(subnet -> subnet(context, subnet, tagged.getOrDefault(subnet.id(), Map.of())))
                .toList();
        Page<Subnet> page = LISTING.page(
                pages,
                context,
                all,
                new Listing.Asked(request.subnetIds(), request.filters(), request.maxResults(), request.nextToken()));
        return DescribeSubnetsResponse.builder()
                .subnets(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static Subnet subnet(CallContext context, DefaultSubnet subnet, Map<String, String> tagged) {
        return Subnet.builder()
                .subnetId(subnet.id())
                .subnetArn(context.ec2Arn("subnet", subnet.id()))
                .vpcId(DefaultVpc.vpc(context.account()))
                .ownerId(context.account().value())
                .state("available")
                .availabilityZone(subnet.zone().value())
                .availabilityZoneId(subnet.zone().value())
                .cidrBlock(subnet.cidr())
                .availableIpAddressCount(subnet.availableAddresses())
                .defaultForAz(true)
                .mapPublicIpOnLaunch(true)
                .mapCustomerOwnedIpOnLaunch(false)
                .assignIpv6AddressOnCreation(subnet.assignsIpv6())
                .ipv6CidrBlockAssociationSet(subnet
                        .cidr6()
                        .map(cidr -> SubnetIpv6CidrBlockAssociation.builder()
                                .associationId(DefaultVpc.subnetCidrAssociation(context.account(), subnet.zone()))
                                .ipv6CidrBlock(cidr)
                                .ipv6CidrBlockState(state -> state.state("associated"))
                                .build())
                        .stream()
                        .toList())
                .enableDns64(false)
                .ipv6Native(false)
                .privateDnsNameOptionsOnLaunch(options -> options.hostnameType("ip-name")
                        .enableResourceNameDnsARecord(false)
                        .enableResourceNameDnsAAAARecord(false))
                .tags(TagSpecifications.toList(tagged))
                .build();
    }

    private static List<String> ipv6(Subnet subnet, Function<SubnetIpv6CidrBlockAssociation, String> value) {
        return subnet.ipv6CidrBlockAssociationSet().stream().map(value).toList();
    }
}
