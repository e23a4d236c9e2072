package io.jarrah.clc.instance.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.network.SlicedPlan;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.config.ClcSettings.ConfigDrives;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.net.Ipv6Address;
import io.jarrah.common.net.Ipv6Prefix;
import io.jarrah.common.net.Wiring;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceIpv6Address;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** IPv6 addresses as launches, subnets and descriptions have them. */
class LaunchIpv6Test {
    private static final Ipv6Prefix SUBNET = Ipv6Prefix.network("fd00:10:20::/64");

    private final TestingCloud cloud = new TestingCloud(
            new SlicedPlan(
                    "172.16.0.0/12",
                    2048,
                    2,
                    Wiring.VXLAN.maxSegment(),
                    1450,
                    Optional.of(Ipv6Prefix.parse("fd00:10:20::/48"))),
            PublicAddressPlan.NONE,
            ConfigDrives.AUTO);
    private final ImageId image = cloud.image(TestingCalls.ALICE, true);

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private List<Instance> run(Consumer<RunInstancesRequest.Builder> change) {
        RunInstancesRequest.Builder request =
                RunInstancesRequest.builder().imageId(image.value()).minCount(1).maxCount(1);
        change.accept(request);
        RunInstancesResponse answer = cloud.call(request.build());
        return answer.instances();
    }

    private String code(Consumer<RunInstancesRequest.Builder> change) {
        return catchThrowableOfType(ApiException.class, () -> run(change))
                .error()
                .code();
    }

    private static Consumer<RunInstancesRequest.Builder> withAddress(String address) {
        return request -> request.ipv6Addresses(
                InstanceIpv6Address.builder().ipv6Address(address).build());
    }

    private static Consumer<RunInstancesRequest.Builder> nic(
            Consumer<InstanceNetworkInterfaceSpecification.Builder> change) {
        InstanceNetworkInterfaceSpecification.Builder nic =
                InstanceNetworkInterfaceSpecification.builder().deviceIndex(0);
        change.accept(nic);
        return request -> request.networkInterfaces(nic.build());
    }

    private Subnet subnet(AccountId account) {
        DescribeSubnetsResponse answer =
                cloud.call(account, DescribeSubnetsRequest.builder().build());
        return answer.subnets().getFirst();
    }

    private void assign(AccountId account, String subnet, boolean assign) {
        cloud.call(
                account,
                ModifySubnetAttributeRequest.builder()
                        .subnetId(subnet)
                        .assignIpv6AddressOnCreation(value -> value.value(assign))
                        .build());
    }

    @Test
    void whoDoesNotAskHasNone() {
        Instance instance = run(request -> {}).getFirst();
        assertThat(instance.ipv6Address()).isNull();
        assertThat(instance.networkInterfaces().getFirst().ipv6Addresses()).isEmpty();
    }

    @Test
    void whoAsksGetsOneOfTheSubnetEachAndIsFoundByIt() {
        List<Instance> three = run(request -> request.maxCount(3).ipv6AddressCount(1));
        assertThat(three)
                .hasSize(3)
                .extracting(Instance::ipv6Address)
                .doesNotHaveDuplicates()
                .allSatisfy(address -> assertThat(Ipv6Address.canonical(address))
                        .hasValueSatisfying(parsed ->
                                assertThat(SUBNET.isForInstances(parsed)).isTrue()));
        Instance last = three.getLast();
        assertThat(last.networkInterfaces().getFirst().ipv6Addresses())
                .extracting(InstanceIpv6Address::ipv6Address)
                .containsExactly(last.ipv6Address());
        for (String filter : List.of("ipv6-address", "network-interface.ipv6-addresses.ipv6-address")) {
            DescribeInstancesResponse found = cloud.call(DescribeInstancesRequest.builder()
                    .filters(Filter.builder()
                            .name(filter)
                            .values(last.ipv6Address())
                            .build())
                    .build());
            assertThat(found.reservations().getFirst().instances())
                    .extracting(Instance::instanceId)
                    .containsExactly(last.instanceId());
        }
        DescribeNetworkInterfacesResponse enis = cloud.call(DescribeNetworkInterfacesRequest.builder()
                .filters(Filter.builder()
                        .name("ipv6-addresses.ipv6-address")
                        .values(last.ipv6Address())
                        .build())
                .build());
        assertThat(enis.networkInterfaces()).singleElement().satisfies(eni -> {
            assertThat(eni.ipv6Address()).isEqualTo(last.ipv6Address());
            assertThat(eni.ipv6Addresses().getFirst().ipv6Address()).isEqualTo(last.ipv6Address());
        });
        assertThat(run(nic(spec -> spec.ipv6AddressCount(1))).getFirst().ipv6Address())
                .isNotNull();
    }

    @Test
    void anAddressCanBeAskedForAndIsOneInstances() {
        assertThat(run(withAddress("FD00:10:20:0::00AB")).getFirst().ipv6Address())
                .isEqualTo("fd00:10:20::ab");
        assertThat(code(withAddress("fd00:10:20::ab"))).isEqualTo("InvalidIPAddress.InUse");
        assertThat(run(nic(spec -> spec.ipv6Addresses(InstanceIpv6Address.builder()
                                .ipv6Address("fd00:10:20::ac")
                                .build())))
                        .getFirst()
                        .ipv6Address())
                .isEqualTo("fd00:10:20::ac");
    }

    @ParameterizedTest
    @CsvSource({
        "fd00:10:20::, InvalidParameterValue",
        "fd00:10:20::1, InvalidParameterValue",
        "fd00:10:20:1::5, InvalidParameterValue",
        "2001:db8::5, InvalidParameterValue",
        "fe80::5, InvalidParameterValue",
        "nonsense, InvalidParameterValue",
        "::ffff:172.16.0.5, InvalidParameterValue"
    })
    void anAddressThatNoInstanceOfTheSubnetCanHaveIsRefused(String address, String code) {
        assertThat(code(withAddress(address))).isEqualTo(code);
    }

    @Test
    void moreThanOneIsRefused() {
        assertThat(code(request -> request.ipv6AddressCount(2))).isEqualTo("InvalidParameterValue");
        assertThat(code(request -> request.ipv6AddressCount(-1))).isEqualTo("InvalidParameterValue");
        assertThat(code(withAddress("fd00:10:20::5").andThen(request -> request.maxCount(2))))
                .isEqualTo("InvalidParameterCombination");
        assertThat(code(withAddress("fd00:10:20::5").andThen(request -> request.ipv6AddressCount(1))))
                .isEqualTo("InvalidParameterCombination");
        assertThat(code(nic(spec -> {}).andThen(request -> request.ipv6AddressCount(1))))
                .isEqualTo("InvalidParameterCombination");
        assertThat(code(nic(spec -> spec.ipv6PrefixCount(1)))).isEqualTo("Unsupported");
    }

    @Test
    void aSubnetGivesOneToEachWhenItsOwnerWants() {
        String subnet = subnet(TestingCalls.ALICE).subnetId();
        assign(TestingCalls.ALICE, subnet, true);
        assertThat(subnet(TestingCalls.ALICE).assignIpv6AddressOnCreation()).isTrue();
        assertThat(subnet(TestingCalls.BOB).assignIpv6AddressOnCreation()).isFalse();
        assertThat(run(request -> {}).getFirst().ipv6Address()).isNotNull();
        assertThat(run(request -> request.ipv6AddressCount(0)).getFirst().ipv6Address())
                .isNull();
        assign(TestingCalls.ALICE, subnet, false);
        assertThat(run(request -> {}).getFirst().ipv6Address()).isNull();
        ApiException stranger = catchThrowableOfType(ApiException.class, () -> assign(TestingCalls.BOB, subnet, true));
        assertThat(stranger.error().code()).isEqualTo("InvalidSubnetID.NotFound");
        ApiException other = catchThrowableOfType(
                ApiException.class,
                () -> cloud.call(ModifySubnetAttributeRequest.builder()
                        .subnetId(subnet)
                        .mapPublicIpOnLaunch(value -> value.value(false))
                        .build()));
        assertThat(other.error().code()).isEqualTo("UnsupportedOperation");
    }

    @Test
    void typesHaveItWhereNetworksDo() throws SQLException {
        DescribeInstanceTypesRequest types =
                DescribeInstanceTypesRequest.builder().build();
        DescribeInstanceTypesResponse here = cloud.call(types);
        assertThat(here.instanceTypes()).isNotEmpty().allSatisfy(type -> assertThat(
                        type.networkInfo().ipv6Supported())
                .isTrue());
        try (TestingCloud without = new TestingCloud()) {
            DescribeInstanceTypesResponse there = without.call(types);
            assertThat(there.instanceTypes()).isNotEmpty().allSatisfy(type -> {
                assertThat(type.networkInfo().ipv6Supported()).isFalse();
                assertThat(type.networkInfo().ipv6AddressesPerInterface()).isZero();
            });
        }
    }

    @Test
    void aRepeatedRequestAnswersTheSameAddress() {
        Consumer<RunInstancesRequest.Builder> once =
                request -> request.ipv6AddressCount(1).clientToken("t");
        assertThat(run(once)).isEqualTo(run(once));
        assertThat(code(request -> request.clientToken("t"))).isEqualTo("IdempotentParameterMismatch");
    }

    /** As at Amazon, where it is so in a VPC with an IPv6 prefix. */
    @Test
    void aNewGroupLetsEverythingOutByBothFamilies() {
        run(request -> {});
        DescribeSecurityGroupsResponse groups =
                cloud.call(DescribeSecurityGroupsRequest.builder().build());
        assertThat(groups.securityGroups().getFirst().ipPermissionsEgress())
                .flatExtracting(IpPermission::ipv6Ranges)
                .extracting(Ipv6Range::cidrIpv6)
                .containsExactly("::/0");
    }

    @Test
    void theVpcShowsItsPrefixes() {
        assertThat(subnet(TestingCalls.ALICE).ipv6CidrBlockAssociationSet())
                .singleElement()
                .satisfies(association -> {
                    assertThat(association.ipv6CidrBlock()).isEqualTo("fd00:10:20::/64");
                    assertThat(association.ipv6CidrBlockState().stateAsString()).isEqualTo("associated");
                });
        assertThat(subnet(TestingCalls.BOB).ipv6CidrBlockAssociationSet())
                .singleElement()
                .satisfies(
                        association -> assertThat(association.ipv6CidrBlock()).isEqualTo("fd00:10:20:1::/64"));
        DescribeVpcsResponse vpcs = cloud.call(DescribeVpcsRequest.builder()
                .filters(Filter.builder()
                        .name("ipv6-cidr-block-association.ipv6-cidr-block")
                        .values("fd00:10:20::/48")
                        .build())
                .build());
        assertThat(vpcs.vpcs()).hasSize(1);
        DescribeRouteTablesResponse tables =
                cloud.call(DescribeRouteTablesRequest.builder().build());
        assertThat(tables.routeTables().getFirst().routes())
                .filteredOn(route -> route.destinationIpv6CidrBlock() != null)
                .extracting(Route::destinationIpv6CidrBlock, Route::gatewayId)
                .containsExactly(
                        tuple("fd00:10:20::/48", "local"),
                        tuple("::/0", DefaultVpc.internetGateway(TestingCalls.ALICE)));
    }

    @Test
    void metadataIsOpenToIpv6WhenTheOwnerWants() {
        Instance instance = run(request -> request.metadataOptions(options -> options.httpProtocolIpv6("enabled")))
                .getFirst();
        assertThat(instance.metadataOptions().httpProtocolIpv6AsString()).isEqualTo("enabled");
        cloud.call(ModifyInstanceMetadataOptionsRequest.builder()
                .instanceId(instance.instanceId())
                .httpProtocolIpv6("disabled")
                .build());
        DescribeInstancesResponse found = cloud.call(DescribeInstancesRequest.builder()
                .filters(Filter.builder()
                        .name("metadata-options.http-protocol-ipv6")
                        .values("disabled")
                        .build())
                .build());
        assertThat(found.reservations()).hasSize(1);
    }
}
