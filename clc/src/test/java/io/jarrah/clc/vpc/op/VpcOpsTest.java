package io.jarrah.clc.vpc.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AccountAttribute;
import software.amazon.awssdk.services.ec2.model.CreateDefaultVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeDhcpOptionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeDhcpOptionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeEgressOnlyInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcPeeringConnectionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Vpc;

class VpcOpsTest {
    private static final AccountId ALICE = TestingCalls.ALICE;
    private static final String VPC = DefaultVpc.vpc(ALICE);
    private static final String NONE = "0123456789abcdef0";

    private TestingCloud cloud;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void terraformTrap2FollowsTheStateOfTheCidrBlock() {
        Vpc vpc = vpcs().getFirst();
        assertThat(vpc.cidrBlockAssociationSet()).singleElement().satisfies(association -> {
            assertThat(association.cidrBlockState().stateAsString()).isEqualTo("associated");
            assertThat(association.cidrBlock()).isEqualTo("172.16.0.0/12");
            assertThat(association.associationId()).startsWith("vpc-cidr-assoc-");
        });
    }

    @Test
    void terraformTrap10TheDefaultVpcSaysThatItIs() {
        assertThat(vpcs()).singleElement().satisfies(vpc -> {
            assertThat(vpc.isDefault()).isTrue();
            assertThat(vpc.vpcId()).isEqualTo(VPC);
            assertThat(vpc.ownerId()).isEqualTo(ALICE.value());
            assertThat(vpc.cidrBlock()).isEqualTo("172.16.0.0/12");
            assertThat(vpc.stateAsString()).isEqualTo("available");
        });
        assertThat(vpcs(filter("isDefault", "true"))).hasSize(1);
        assertThat(vpcs(filter("is-default", "true"), filter("cidr", "172.*"))).hasSize(1);
        assertThat(vpcs(filter("is-default", "false"))).isEmpty();
        assertThat(vpcs(filter("cidr-block-association.state", "associated"), filter("owner-id", ALICE.value())))
                .hasSize(1);
    }

    @Test
    void attributesOfTheVpc() {
        assertThat(attribute("enableDnsSupport").enableDnsSupport().value()).isTrue();
        assertThat(attribute("enableDnsHostnames").enableDnsHostnames().value()).isTrue();
        assertThat(attribute("enableNetworkAddressUsageMetrics")
                        .enableNetworkAddressUsageMetrics()
                        .value())
                .isFalse();
        assertThat(error(attributeRequest("colour"))).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(DescribeVpcAttributeRequest.builder().vpcId(VPC).build()))
                .isEqualTo(Ec2Error.MISSING_PARAMETER);
        assertThatThrownBy(() -> cloud.call(TestingCalls.BOB, attributeRequest("enableDnsSupport")))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_VPC_ID_NOT_FOUND);
    }

    @Test
    void theMainRouteTableLeadsOut() {
        assertThat(routeTables()).singleElement().satisfies(table -> {
            assertThat(table.vpcId()).isEqualTo(VPC);
            assertThat(table.associations()).singleElement().satisfies(association -> {
                assertThat(association.main()).isTrue();
                assertThat(association.associationState().stateAsString()).isEqualTo("associated");
            });
            assertThat(table.routes())
                    .extracting(Route::destinationCidrBlock, Route::gatewayId, Route::stateAsString)
                    .containsExactly(
                            tuple("172.16.0.0/12", "local", "active"),
                            tuple("0.0.0.0/0", DefaultVpc.internetGateway(ALICE), "active"));
        });
        assertThat(routeTables(filter("association.main", "true"), filter("vpc-id", VPC)))
                .hasSize(1);
        assertThat(routeTables(filter("route.gateway-id", "igw-*"))).hasSize(1);
        assertThat(routeTables(filter("association.subnet-id", "*"))).isEmpty();
        assertThat(routeTables(filter("route.nat-gateway-id", "*"))).isEmpty();
    }

    @Test
    void theInternetGatewayIsAttached() {
        assertThat(gateways()).singleElement().satisfies(gateway -> {
            assertThat(gateway.attachments()).singleElement().satisfies(attachment -> {
                assertThat(attachment.vpcId()).isEqualTo(VPC);
                assertThat(attachment.stateAsString()).isEqualTo("available");
            });
        });
        assertThat(gateways(filter("attachment.vpc-id", VPC), filter("attachment.state", "available")))
                .hasSize(1);
        assertThat(gateways(filter("attachment.vpc-id", DefaultVpc.vpc(TestingCalls.BOB))))
                .isEmpty();
    }

    @Test
    void theAclPermitsEverythingInBothDirections() {
        assertThat(acls()).singleElement().satisfies(acl -> {
            assertThat(acl.isDefault()).isTrue();
            assertThat(acl.entries())
                    .extracting(
                            NetworkAclEntry::egress, NetworkAclEntry::ruleNumber, NetworkAclEntry::ruleActionAsString)
                    .containsExactlyInAnyOrder(
                            tuple(true, 100, "allow"),
                            tuple(true, 32767, "deny"),
                            tuple(false, 100, "allow"),
                            tuple(false, 32767, "deny"));
            assertThat(acl.associations()).singleElement().satisfies(association -> assertThat(association.subnetId())
                    .isEqualTo(DefaultVpc.subnet(ALICE, TestingCloud.ZONE)));
        });
        assertThat(acls(filter("default", "true"), filter("vpc-id", VPC))).hasSize(1);
        assertThat(acls(filter("association.subnet-id", DefaultVpc.subnet(ALICE, TestingCloud.ZONE))))
                .hasSize(1);
        assertThat(acls(filter("entry.rule-number", "32767"), filter("entry.rule-action", "deny")))
                .hasSize(1);
        assertThat(acls(filter("default", "false"))).isEmpty();
    }

    @Test
    void dhcpOptionsNameTheDomain() {
        DescribeDhcpOptionsResponse answer = cloud.call(DescribeDhcpOptionsRequest.builder()
                .filters(filter("key", "domain-name"), filter("value", "ec2.internal"))
                .build());
        assertThat(answer.dhcpOptions()).singleElement().satisfies(options -> {
            assertThat(options.dhcpOptionsId()).isEqualTo(vpcs().getFirst().dhcpOptionsId());
            assertThat(options.dhcpConfigurations())
                    .extracting(configuration -> configuration.key() + "="
                            + configuration.values().getFirst().value())
                    .containsExactly("domain-name=ec2.internal", "domain-name-servers=AmazonProvidedDNS");
        });
    }

    @Test
    void accountAttributes() {
        DescribeAccountAttributesResponse all =
                cloud.call(DescribeAccountAttributesRequest.builder().build());
        assertThat(all.accountAttributes())
                .extracting(AccountAttribute::attributeName)
                .containsExactlyInAnyOrder(
                        "supported-platforms",
                        "default-vpc",
                        "max-instances",
                        "vpc-max-security-groups-per-interface",
                        "max-elastic-ips",
                        "vpc-max-elastic-ips");
        DescribeAccountAttributesResponse some = cloud.call(DescribeAccountAttributesRequest.builder()
                .attributeNamesWithStrings(
                        "supported-platforms", "default-vpc", "max-instances", "vpc-max-security-groups-per-interface")
                .build());
        assertThat(some.accountAttributes())
                .extracting(attribute -> attribute.attributeName() + "="
                        + attribute.attributeValues().getFirst().attributeValue())
                .containsExactlyInAnyOrder(
                        "supported-platforms=VPC",
                        "default-vpc=" + VPC,
                        "max-instances=2045",
                        "vpc-max-security-groups-per-interface=16");
        assertThat(error(DescribeAccountAttributesRequest.builder()
                        .attributeNamesWithStrings("colour")
                        .build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
    }

    @Test
    void theDefaultVpcIsThereAlready() {
        assertThat(error(CreateDefaultVpcRequest.builder().build())).isEqualTo(Ec2Error.DEFAULT_VPC_ALREADY_EXISTS);
    }

    @Test
    void whatIsNotThereIsAnEmptyListAndItsIdsAreNotFound() {
        DescribeNatGatewaysResponse nat = cloud.call(DescribeNatGatewaysRequest.builder()
                .filter(filter("vpc-id", VPC))
                .build());
        assertThat(nat.hasNatGateways()).isTrue();
        assertThat(nat.natGateways()).isEmpty();
        assertThat(error(DescribeNatGatewaysRequest.builder()
                        .natGatewayIds("nat-" + NONE)
                        .build()))
                .isEqualTo(Ec2Error.NAT_GATEWAY_NOT_FOUND);
        assertThat(error(DescribeVpcPeeringConnectionsRequest.builder()
                        .vpcPeeringConnectionIds("pcx-" + NONE)
                        .build()))
                .isEqualTo(Ec2Error.INVALID_VPC_PEERING_CONNECTION_ID_NOT_FOUND);
        assertThat(error(DescribeVpcEndpointsRequest.builder()
                        .vpcEndpointIds("vpce-" + NONE)
                        .build()))
                .isEqualTo(Ec2Error.INVALID_VPC_ENDPOINT_ID_NOT_FOUND);
        assertThat(error(DescribeEgressOnlyInternetGatewaysRequest.builder()
                        .egressOnlyInternetGatewayIds("eigw-" + NONE)
                        .build()))
                .isEqualTo(Ec2Error.INVALID_EGRESS_ONLY_INTERNET_GATEWAY_ID_NOT_FOUND);
        assertThat(error(DescribeNatGatewaysRequest.builder()
                        .filter(filter("no-such-filter", "x"))
                        .build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
    }

    @Test
    void idsThatAreWrongOrOfAnotherAccountHaveAmazonsCodes() {
        record Case(Object absent, Object malformed, Ec2Error notFound, Ec2Error malformedId) {}
        List<Case> cases = List.of(
                new Case(
                        DescribeVpcsRequest.builder().vpcIds("vpc-" + NONE).build(),
                        DescribeVpcsRequest.builder().vpcIds("vpc-1").build(),
                        Ec2Error.INVALID_VPC_ID_NOT_FOUND,
                        Ec2Error.INVALID_VPC_ID_MALFORMED),
                new Case(
                        DescribeSubnetsRequest.builder()
                                .subnetIds(DefaultVpc.subnet(TestingCalls.BOB, TestingCloud.ZONE))
                                .build(),
                        DescribeSubnetsRequest.builder()
                                .subnetIds("vpc-" + NONE)
                                .build(),
                        Ec2Error.INVALID_SUBNET_ID_NOT_FOUND,
                        Ec2Error.INVALID_SUBNET_ID_MALFORMED),
                new Case(
                        DescribeRouteTablesRequest.builder()
                                .routeTableIds(DefaultVpc.routeTable(TestingCalls.BOB))
                                .build(),
                        DescribeRouteTablesRequest.builder()
                                .routeTableIds("rtb")
                                .build(),
                        Ec2Error.INVALID_ROUTE_TABLE_ID_NOT_FOUND,
                        Ec2Error.INVALID_ROUTE_TABLE_ID_MALFORMED),
                new Case(
                        DescribeInternetGatewaysRequest.builder()
                                .internetGatewayIds(DefaultVpc.internetGateway(TestingCalls.BOB))
                                .build(),
                        DescribeInternetGatewaysRequest.builder()
                                .internetGatewayIds("")
                                .build(),
                        Ec2Error.INVALID_INTERNET_GATEWAY_ID_NOT_FOUND,
                        Ec2Error.INVALID_INTERNET_GATEWAY_ID_MALFORMED),
                new Case(
                        DescribeNetworkAclsRequest.builder()
                                .networkAclIds(DefaultVpc.networkAcl(TestingCalls.BOB))
                                .build(),
                        DescribeNetworkAclsRequest.builder()
                                .networkAclIds("acl-x")
                                .build(),
                        Ec2Error.INVALID_NETWORK_ACL_ID_NOT_FOUND,
                        Ec2Error.INVALID_NETWORK_ACL_ID_MALFORMED),
                new Case(
                        DescribeDhcpOptionsRequest.builder()
                                .dhcpOptionsIds(DefaultVpc.dhcpOptions(TestingCalls.BOB))
                                .build(),
                        DescribeDhcpOptionsRequest.builder()
                                .dhcpOptionsIds("default")
                                .build(),
                        Ec2Error.INVALID_DHCP_OPTION_ID_NOT_FOUND,
                        Ec2Error.INVALID_DHCP_OPTIONS_ID_MALFORMED));
        for (Case one : cases) {
            assertThat(error(one.absent())).isEqualTo(one.notFound());
            assertThat(error(one.malformed())).isEqualTo(one.malformedId());
        }
    }

    @Test
    void allIdsThatAreNotThereAreNamed() {
        assertThatThrownBy(() -> cloud.call(DescribeVpcsRequest.builder()
                        .vpcIds("vpc-" + NONE, VPC, "vpc-1" + NONE.substring(1))
                        .build()))
                .hasMessage("The vpc IDs 'vpc-" + NONE + ", vpc-1" + NONE.substring(1) + "' do not exist");
    }

    @Test
    void onlyTheOwnerTagsThem() {
        List<String> ids = new ArrayList<>(List.of(
                VPC,
                DefaultVpc.subnet(ALICE, TestingCloud.ZONE),
                DefaultVpc.routeTable(ALICE),
                DefaultVpc.internetGateway(ALICE),
                DefaultVpc.networkAcl(ALICE),
                DefaultVpc.dhcpOptions(ALICE)));
        CreateTagsRequest request = CreateTagsRequest.builder()
                .resources(ids)
                .tags(Tag.builder().key("Name").value("mine").build())
                .build();
        for (String id : ids) {
            assertThatThrownBy(() -> cloud.call(
                            TestingCalls.BOB, request.toBuilder().resources(id).build()))
                    .as(id)
                    .hasMessageContaining("does not exist");
        }
        assertThat(error(request.toBuilder().resources("subnet-" + NONE).build()))
                .isEqualTo(Ec2Error.INVALID_SUBNET_ID_NOT_FOUND);
        assertThat(error(request.toBuilder().resources("rtb-1").build()))
                .isEqualTo(Ec2Error.INVALID_ROUTE_TABLE_ID_MALFORMED);
        cloud.call(request);
        Filter mine = filter("tag:Name", "mine");
        assertThat(vpcs(mine)).singleElement().satisfies(vpc -> assertThat(vpc.tags())
                .hasSize(1));
        assertThat(routeTables(mine)).hasSize(1);
        assertThat(gateways(mine)).hasSize(1);
        assertThat(acls(mine)).hasSize(1);
        assertThat(vpcs(filter("tag:Name", "theirs"))).isEmpty();
        DescribeVpcsResponse bobs =
                cloud.call(TestingCalls.BOB, DescribeVpcsRequest.builder().build());
        assertThat(bobs.vpcs().getFirst().tags()).isEmpty();
        assertThat(bobs.vpcs().getFirst().vpcId()).isNotEqualTo(VPC);
    }

    @Test
    void aZoneThatIsNotThereHasNoSubnetToTag() {
        assertThat(error(CreateTagsRequest.builder()
                        .resources(DefaultVpc.subnet(ALICE, new ClusterName("zone9")))
                        .tags(Tag.builder().key("a").value("b").build())
                        .build()))
                .isEqualTo(Ec2Error.INVALID_SUBNET_ID_NOT_FOUND);
    }

    @Test
    void pageSizesAreAmazons() {
        assertThat(error(DescribeVpcsRequest.builder().maxResults(4).build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(DescribeRouteTablesRequest.builder().maxResults(101).build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(DescribeVpcsRequest.builder().nextToken("bogus").build()))
                .isEqualTo(Ec2Error.INVALID_NEXT_TOKEN);
        DescribeVpcsResponse page =
                cloud.call(DescribeVpcsRequest.builder().maxResults(5).build());
        assertThat(page.nextToken()).isNull();
    }

    private List<Vpc> vpcs(Filter... filters) {
        DescribeVpcsResponse answer =
                cloud.call(DescribeVpcsRequest.builder().filters(filters).build());
        return answer.vpcs();
    }

    private List<RouteTable> routeTables(Filter... filters) {
        DescribeRouteTablesResponse answer =
                cloud.call(DescribeRouteTablesRequest.builder().filters(filters).build());
        return answer.routeTables();
    }

    private List<InternetGateway> gateways(Filter... filters) {
        DescribeInternetGatewaysResponse answer = cloud.call(
                DescribeInternetGatewaysRequest.builder().filters(filters).build());
        return answer.internetGateways();
    }

    private List<NetworkAcl> acls(Filter... filters) {
        DescribeNetworkAclsResponse answer =
                cloud.call(DescribeNetworkAclsRequest.builder().filters(filters).build());
        return answer.networkAcls();
    }

    private DescribeVpcAttributeResponse attribute(String name) {
        return cloud.call(attributeRequest(name));
    }

    private static DescribeVpcAttributeRequest attributeRequest(String name) {
        return DescribeVpcAttributeRequest.builder().vpcId(VPC).attribute(name).build();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private Object error(Object request) {
        Object[] error = new Object[1];
        assertThatThrownBy(() -> cloud.call(request)).extracting("error").satisfies(found -> error[0] = found);
        return error[0];
    }
}
