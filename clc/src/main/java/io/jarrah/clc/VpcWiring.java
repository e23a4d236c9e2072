package io.jarrah.clc;

import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.network.Networks;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.clc.vpc.AccountLimits;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.clc.vpc.op.CreateDefaultVpc;
import io.jarrah.clc.vpc.op.DefaultSubnets;
import io.jarrah.clc.vpc.op.DescribeAccountAttributes;
import io.jarrah.clc.vpc.op.DescribeDhcpOptions;
import io.jarrah.clc.vpc.op.DescribeEgressOnlyInternetGateways;
import io.jarrah.clc.vpc.op.DescribeInternetGateways;
import io.jarrah.clc.vpc.op.DescribeNatGateways;
import io.jarrah.clc.vpc.op.DescribeNetworkAcls;
import io.jarrah.clc.vpc.op.DescribeNetworkInterfaceAttribute;
import io.jarrah.clc.vpc.op.DescribeNetworkInterfaces;
import io.jarrah.clc.vpc.op.DescribeRouteTables;
import io.jarrah.clc.vpc.op.DescribeSubnets;
import io.jarrah.clc.vpc.op.DescribeVpcAttribute;
import io.jarrah.clc.vpc.op.DescribeVpcEndpoints;
import io.jarrah.clc.vpc.op.DescribeVpcPeeringConnections;
import io.jarrah.clc.vpc.op.DescribeVpcs;
import io.jarrah.clc.vpc.op.Enis;
import io.jarrah.clc.vpc.op.ModifySubnetAttribute;
import io.jarrah.clc.vpc.op.VpcObject;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.net.Ipv6Prefix;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.CreateDefaultVpcRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeDhcpOptionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeEgressOnlyInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcPeeringConnectionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;

/** The default VPC and its objects: their lines in the action table and what of them can be tagged. */
final class VpcWiring {
    private final Database database;
    private final ApiWiring api;
    private final Networks networks;
    private final AccountLimits limits;
    private final DefaultSubnets subnets;

    VpcWiring(Database database, ApiWiring api, Networks networks, AccountLimits limits, ClusterWakeUp wakeUp) {
        this.database = database;
        this.api = api;
        this.networks = networks;
        this.limits = limits;
        this.subnets = new DefaultSubnets(database, networks, api.zones(), wakeUp);
    }

    /** The kinds of resources of this part that can be tagged. */
    List<TaggableType> taggable(InstantSource clock) {
        return List.of(
                onlyOne(VpcObject.VPC, DefaultVpc::vpc),
                VpcObject.SUBNET.taggable(subnets::isSubnet),
                onlyOne(VpcObject.ROUTE_TABLE, DefaultVpc::routeTable),
                onlyOne(VpcObject.INTERNET_GATEWAY, DefaultVpc::internetGateway),
                onlyOne(VpcObject.NETWORK_ACL, DefaultVpc::networkAcl),
                onlyOne(VpcObject.DHCP_OPTIONS, DefaultVpc::dhcpOptions),
                VpcObject.NETWORK_INTERFACE.taggable(
                        (session, account, id) -> Enis.isInterface(session, account, id, clock.instant())));
    }

    private static TaggableType onlyOne(VpcObject kind, Function<AccountId, String> id) {
        return kind.taggable((session, account, asked) -> id.apply(account).equals(asked));
    }

    /** Adds the EC2 actions of this part. */
    void addTo(ActionTable.Builder ec2) {
        String cidr = networks.plan().prefix();
        Optional<String> cidr6 = networks.plan().prefix6().map(Ipv6Prefix::toString);
        ec2.serve(
                        "DescribeVpcs",
                        DescribeVpcsRequest.class,
                        new DescribeVpcs(database, api.tags(), api.pages(), cidr, cidr6))
                .serve(
                        "DescribeVpcAttribute",
                        DescribeVpcAttributeRequest.class,
                        new DescribeVpcAttribute(),
                        Access.to(
                                (context, request) -> List.of(context.ec2Arn("vpc", String.valueOf(request.vpcId())))))
                .serve(
                        "CreateDefaultVpc",
                        CreateDefaultVpcRequest.class,
                        new CreateDefaultVpc(),
                        Access.to((context, request) -> List.of(context.ec2Arn("vpc", "*"))))
                .serve(
                        "DescribeSubnets",
                        DescribeSubnetsRequest.class,
                        new DescribeSubnets(database, subnets, api.tags(), api.pages()))
                .serve(
                        "ModifySubnetAttribute",
                        ModifySubnetAttributeRequest.class,
                        new ModifySubnetAttribute(database, networks, subnets),
                        Access.to((context, request) ->
                                List.of(context.ec2Arn("subnet", String.valueOf(request.subnetId())))))
                .serve(
                        "DescribeRouteTables",
                        DescribeRouteTablesRequest.class,
                        new DescribeRouteTables(database, api.tags(), api.pages(), cidr, cidr6))
                .serve(
                        "DescribeInternetGateways",
                        DescribeInternetGatewaysRequest.class,
                        new DescribeInternetGateways(database, api.tags(), api.pages()))
                .serve(
                        "DescribeNetworkAcls",
                        DescribeNetworkAclsRequest.class,
                        new DescribeNetworkAcls(database, subnets, api.tags(), api.pages()))
                .serve(
                        "DescribeDhcpOptions",
                        DescribeDhcpOptionsRequest.class,
                        new DescribeDhcpOptions(database, api.tags(), api.pages()))
                .serve(
                        "DescribeAccountAttributes",
                        DescribeAccountAttributesRequest.class,
                        new DescribeAccountAttributes(database, api.zones(), networks.plan(), limits));
        addInterfaces(ec2);
        addWhatIsNotThere(ec2);
    }

    private void addInterfaces(ActionTable.Builder ec2) {
        ec2.serve(
                        "DescribeNetworkInterfaces",
                        DescribeNetworkInterfacesRequest.class,
                        new DescribeNetworkInterfaces(database, api.tags(), api.pages()))
                .serve(
                        "DescribeNetworkInterfaceAttribute",
                        DescribeNetworkInterfaceAttributeRequest.class,
                        new DescribeNetworkInterfaceAttribute(database),
                        Access.to((context, request) -> List.of(
                                context.ec2Arn("network-interface", String.valueOf(request.networkInterfaceId())))));
    }

    /** Clients ask for these when they look at a VPC, and an empty list is the truth. */
    private void addWhatIsNotThere(ActionTable.Builder ec2) {
        ec2.serve(
                        "DescribeVpcPeeringConnections",
                        DescribeVpcPeeringConnectionsRequest.class,
                        new DescribeVpcPeeringConnections(api.pages()))
                .serve("DescribeNatGateways", DescribeNatGatewaysRequest.class, new DescribeNatGateways(api.pages()))
                .serve("DescribeVpcEndpoints", DescribeVpcEndpointsRequest.class, new DescribeVpcEndpoints(api.pages()))
                .serve(
                        "DescribeEgressOnlyInternetGateways",
                        DescribeEgressOnlyInternetGatewaysRequest.class,
                        new DescribeEgressOnlyInternetGateways(api.pages()));
    }
}
