package io.jarrah.clc.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.ec2.model.Filter;

/** The samples of the actions on the default VPC and its objects. */
final class VpcSamples {
    private static final String VPC = DefaultVpc.vpc(TestingCalls.ALICE);
    private static final String SUBNET = DefaultVpc.subnet(TestingCalls.ALICE, new ClusterName("zone1"));
    private static final String NONE = "0123456789abcdef0";
    private static final Filter WRONG_FILTER =
            Filter.builder().name("no-such-filter").values("x").build();

    /** Takes a sample, as {@link ActionSamples} keeps them. */
    @FunctionalInterface
    interface Samples {
        void add(
                String action,
                Consumer<World> works,
                Consumer<World> stranger,
                Function<World, ThrowingCallable> error,
                String errorCode);
    }

    private VpcSamples() {}

    static void addTo(Samples samples) {
        vpcs(samples);
        subnets(samples);
        gatewaysAndRoutes(samples);
        options(samples);
        interfaces(samples);
        nothing(samples);
    }

    private static void vpcs(Samples samples) {
        samples.add(
                "DescribeVpcs",
                w -> assertThat(w.alice.describeVpcs().vpcs()).singleElement().satisfies(vpc -> {
                    assertThat(vpc.vpcId()).isEqualTo(VPC);
                    assertThat(vpc.isDefault()).isTrue();
                    assertThat(vpc.cidrBlockAssociationSet()
                                    .getFirst()
                                    .cidrBlockState()
                                    .stateAsString())
                            .isEqualTo("associated");
                }),
                w -> assertThat(World.code(() -> w.bob.describeVpcs(r -> r.vpcIds(VPC))))
                        .isEqualTo("InvalidVpcID.NotFound"),
                w -> () -> w.alice.describeVpcs(r -> r.vpcIds("nonsense")),
                "InvalidVpcId.Malformed");
        samples.add(
                "DescribeVpcAttribute",
                w -> assertThat(w.alice
                                .describeVpcAttribute(r -> r.vpcId(VPC).attribute("enableDnsHostnames"))
                                .enableDnsHostnames()
                                .value())
                        .isTrue(),
                w -> assertThat(World.code(() ->
                                w.bob.describeVpcAttribute(r -> r.vpcId(VPC).attribute("enableDnsSupport"))))
                        .isEqualTo("InvalidVpcID.NotFound"),
                w -> () -> w.alice.describeVpcAttribute(r -> r.vpcId(VPC).attribute("colour")),
                "InvalidParameterValue");
        samples.add(
                "CreateDefaultVpc",
                w -> assertThat(World.code(() -> w.alice.createDefaultVpc(r -> {})))
                        .isEqualTo("DefaultVpcAlreadyExists"),
                w -> assertThat(World.code(() -> w.bob.createDefaultVpc(r -> {})))
                        .isEqualTo("DefaultVpcAlreadyExists"),
                w -> () -> w.alice.createDefaultVpc(r -> {}),
                "DefaultVpcAlreadyExists");
    }

    private static void subnets(Samples samples) {
        samples.add(
                "ModifySubnetAttribute",
                w -> w.alice.modifySubnetAttribute(
                        r -> r.subnetId(SUBNET).assignIpv6AddressOnCreation(value -> value.value(false))),
                w -> assertThat(World.code(() -> w.bob.modifySubnetAttribute(
                                r -> r.subnetId(SUBNET).assignIpv6AddressOnCreation(value -> value.value(false)))))
                        .isEqualTo("InvalidSubnetID.NotFound"),
                w -> () -> w.alice.modifySubnetAttribute(
                        r -> r.subnetId(SUBNET).assignIpv6AddressOnCreation(value -> value.value(true))),
                "InvalidParameterValue");
        samples.add(
                "DescribeSubnets",
                w -> assertThat(w.alice.describeSubnets().subnets())
                        .singleElement()
                        .satisfies(subnet -> {
                            assertThat(subnet.subnetId()).isEqualTo(SUBNET);
                            assertThat(subnet.defaultForAz()).isTrue();
                            assertThat(subnet.availableIpAddressCount()).isPositive();
                        }),
                w -> assertThat(World.code(() -> w.bob.describeSubnets(r -> r.subnetIds(SUBNET))))
                        .isEqualTo("InvalidSubnetID.NotFound"),
                w -> () -> w.alice.describeSubnets(r -> r.filters(WRONG_FILTER)),
                "InvalidParameterValue");
        samples.add(
                "DescribeNetworkAcls",
                w -> assertThat(w.alice.describeNetworkAcls().networkAcls())
                        .singleElement()
                        .satisfies(acl -> assertThat(acl.entries()).hasSize(4)),
                w -> assertThat(World.code(() -> w.bob.describeNetworkAcls(
                                r -> r.networkAclIds(DefaultVpc.networkAcl(TestingCalls.ALICE)))))
                        .isEqualTo("InvalidNetworkAclID.NotFound"),
                w -> () -> w.alice.describeNetworkAcls(r -> r.networkAclIds("nonsense")),
                "InvalidNetworkAclId.Malformed");
    }

    private static void gatewaysAndRoutes(Samples samples) {
        samples.add(
                "DescribeRouteTables",
                w -> assertThat(w.alice.describeRouteTables().routeTables())
                        .singleElement()
                        .satisfies(table -> assertThat(table.routes()).hasSize(2)),
                w -> assertThat(World.code(() -> w.bob.describeRouteTables(
                                r -> r.routeTableIds(DefaultVpc.routeTable(TestingCalls.ALICE)))))
                        .isEqualTo("InvalidRouteTableID.NotFound"),
                w -> () -> w.alice.describeRouteTables(r -> r.routeTableIds("nonsense")),
                "InvalidRouteTableId.Malformed");
        samples.add(
                "DescribeInternetGateways",
                w -> assertThat(w.alice.describeInternetGateways().internetGateways())
                        .singleElement()
                        .satisfies(gateway -> assertThat(
                                        gateway.attachments().getFirst().vpcId())
                                .isEqualTo(VPC)),
                w -> assertThat(World.code(() -> w.bob.describeInternetGateways(
                                r -> r.internetGatewayIds(DefaultVpc.internetGateway(TestingCalls.ALICE)))))
                        .isEqualTo("InvalidInternetGatewayID.NotFound"),
                w -> () -> w.alice.describeInternetGateways(r -> r.internetGatewayIds("nonsense")),
                "InvalidInternetGatewayId.Malformed");
    }

    private static void options(Samples samples) {
        samples.add(
                "DescribeDhcpOptions",
                w -> assertThat(w.alice.describeDhcpOptions().dhcpOptions())
                        .singleElement()
                        .satisfies(options ->
                                assertThat(options.dhcpConfigurations()).hasSize(2)),
                w -> assertThat(World.code(() -> w.bob.describeDhcpOptions(
                                r -> r.dhcpOptionsIds(DefaultVpc.dhcpOptions(TestingCalls.ALICE)))))
                        .isEqualTo("InvalidDhcpOptionID.NotFound"),
                w -> () -> w.alice.describeDhcpOptions(r -> r.dhcpOptionsIds("nonsense")),
                "InvalidDhcpOptionsId.Malformed");
        samples.add(
                "DescribeAccountAttributes",
                w -> assertThat(w.alice.describeAccountAttributes(r -> {}).accountAttributes())
                        .hasSize(6),
                w -> assertThat(w.bob.describeAccountAttributes(r -> r.attributeNamesWithStrings("default-vpc"))
                                .accountAttributes()
                                .getFirst()
                                .attributeValues()
                                .getFirst()
                                .attributeValue())
                        .isNotEqualTo(VPC),
                w -> () -> w.alice.describeAccountAttributes(r -> r.attributeNamesWithStrings("colour")),
                "InvalidParameterValue");
    }

    private static void interfaces(Samples samples) {
        samples.add(
                "DescribeNetworkInterfaces",
                w -> assertThat(w.alice
                                .describeNetworkInterfaces(r -> r.networkInterfaceIds(eni(w)))
                                .networkInterfaces())
                        .singleElement()
                        .satisfies(nic -> {
                            assertThat(nic.attachment().instanceId()).isEqualTo(w.instance);
                            assertThat(nic.attachment().deviceIndex()).isZero();
                            assertThat(nic.subnetId()).isEqualTo(SUBNET);
                        }),
                w -> {
                    assertThat(w.bob.describeNetworkInterfaces().networkInterfaces())
                            .isEmpty();
                    assertThat(World.code(() -> w.bob.describeNetworkInterfaces(r -> r.networkInterfaceIds(eni(w)))))
                            .isEqualTo("InvalidNetworkInterfaceID.NotFound");
                },
                w -> () -> w.alice.describeNetworkInterfaces(r -> r.networkInterfaceIds("nonsense")),
                "InvalidNetworkInterfaceId.Malformed");
        samples.add(
                "DescribeNetworkInterfaceAttribute",
                w -> assertThat(w.alice
                                .describeNetworkInterfaceAttribute(
                                        r -> r.networkInterfaceId(eni(w)).attribute("sourceDestCheck"))
                                .sourceDestCheck()
                                .value())
                        .isTrue(),
                w -> assertThat(World.code(() -> w.bob.describeNetworkInterfaceAttribute(
                                r -> r.networkInterfaceId(eni(w)).attribute("attachment"))))
                        .isEqualTo("InvalidNetworkInterfaceID.NotFound"),
                w -> () -> w.alice.describeNetworkInterfaceAttribute(
                        r -> r.networkInterfaceId(eni(w)).attribute("colour")),
                "InvalidParameterValue");
    }

    private static void nothing(Samples samples) {
        samples.add(
                "DescribeVpcPeeringConnections",
                w -> assertThat(w.alice.describeVpcPeeringConnections().vpcPeeringConnections())
                        .isEmpty(),
                w -> assertThat(w.bob.describeVpcPeeringConnections().vpcPeeringConnections())
                        .isEmpty(),
                w -> () -> w.alice.describeVpcPeeringConnections(r -> r.vpcPeeringConnectionIds("pcx-" + NONE)),
                "InvalidVpcPeeringConnectionID.NotFound");
        samples.add(
                "DescribeNatGateways",
                w -> assertThat(w.alice.describeNatGateways(r -> {}).natGateways())
                        .isEmpty(),
                w -> assertThat(w.bob.describeNatGateways(r -> {}).natGateways())
                        .isEmpty(),
                w -> () -> w.alice.describeNatGateways(r -> r.natGatewayIds("nat-" + NONE)),
                "NatGatewayNotFound");
        samples.add(
                "DescribeVpcEndpoints",
                w -> assertThat(w.alice.describeVpcEndpoints().vpcEndpoints()).isEmpty(),
                w -> assertThat(w.bob.describeVpcEndpoints().vpcEndpoints()).isEmpty(),
                w -> () -> w.alice.describeVpcEndpoints(r -> r.vpcEndpointIds("vpce-" + NONE)),
                "InvalidVpcEndpointId.NotFound");
        samples.add(
                "DescribeEgressOnlyInternetGateways",
                w -> assertThat(w.alice
                                .describeEgressOnlyInternetGateways(r -> {})
                                .egressOnlyInternetGateways())
                        .isEmpty(),
                w -> assertThat(w.bob.describeEgressOnlyInternetGateways(r -> {})
                                .egressOnlyInternetGateways())
                        .isEmpty(),
                w -> () ->
                        w.alice.describeEgressOnlyInternetGateways(r -> r.egressOnlyInternetGatewayIds("eigw-" + NONE)),
                "InvalidEgressOnlyInternetGatewayId.NotFound");
    }

    private static String eni(World world) {
        return DefaultVpc.networkInterface(new InstanceId(world.instance));
    }
}
