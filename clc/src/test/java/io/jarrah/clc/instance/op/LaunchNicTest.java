package io.jarrah.clc.instance.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.NodeName;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.PrivateIpAddressSpecification;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

class LaunchNicTest {
    private static final ClusterName OTHER = new ClusterName("zone2");
    private static final String SUBNET = DefaultVpc.subnet(TestingCalls.ALICE, TestingCloud.ZONE);
    private static final String OTHER_SUBNET = DefaultVpc.subnet(TestingCalls.ALICE, OTHER);

    private TestingCloud cloud;
    private ImageId image;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        image = cloud.image(TestingCalls.ALICE, true);
        cloud.zone(OTHER, List.of(new NodeName("m1")));
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void theSubnetSaysTheZone() {
        for (String subnet : List.of(SUBNET, OTHER_SUBNET)) {
            String zone = subnet.equals(SUBNET) ? "zone1" : "zone2";
            Instance plain = run(request -> request.subnetId(subnet));
            assertThat(plain.subnetId()).isEqualTo(subnet);
            assertThat(plain.placement().availabilityZone()).isEqualTo(zone);
            Instance inside = run(nic(spec -> spec.subnetId(subnet)));
            assertThat(inside.subnetId()).isEqualTo(subnet);
            Instance both = run(request -> request.subnetId(subnet).placement(p -> p.availabilityZone(zone)));
            assertThat(both.subnetId()).isEqualTo(subnet);
        }
    }

    @Test
    void aSubnetOfAnotherZoneOrAccountIsRefused() {
        assertThatThrownBy(() ->
                        run(request -> request.subnetId(OTHER_SUBNET).placement(p -> p.availabilityZone("zone1"))))
                .hasMessage("Value (zone1) for parameter availabilityZone is invalid. Subnet '" + OTHER_SUBNET
                        + "' is in the availability zone zone2")
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        String bobs = DefaultVpc.subnet(TestingCalls.BOB, TestingCloud.ZONE);
        assertThatThrownBy(() -> run(request -> request.subnetId(bobs)))
                .hasMessage("The subnet ID '" + bobs + "' does not exist")
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_SUBNET_ID_NOT_FOUND);
    }

    @Test
    void anAddressCanBeChosen() {
        assertThat(run(request -> request.subnetId(SUBNET).privateIpAddress("172.16.7.254"))
                        .privateIpAddress())
                .isEqualTo("172.16.7.254");
        Instance inside = run(nic(spec -> spec.subnetId(SUBNET)
                .privateIpAddress("172.16.0.9")
                .deleteOnTermination(true)
                .description("the first")));
        assertThat(inside.privateIpAddress()).isEqualTo("172.16.0.9");
        assertThat(inside.privateDnsName()).isEqualTo("ip-172-16-0-9.ec2.internal");
        Instance listed = run(nic(spec -> spec.subnetId(SUBNET)
                .privateIpAddresses(PrivateIpAddressSpecification.builder()
                        .privateIpAddress("172.16.0.10")
                        .primary(true)
                        .build())));
        assertThat(listed.privateIpAddress()).isEqualTo("172.16.0.10");
        assertThat(run(request -> request.subnetId(SUBNET)).privateIpAddress()).isEqualTo("172.16.0.2");
    }

    @Test
    void anAddressMustBeAFreeHostsAndForOneInstance() {
        run(request -> request.subnetId(SUBNET).privateIpAddress("172.16.0.9"));
        assertThat(error(address("172.16.0.9"))).isEqualTo(Ec2Error.INVALID_IP_ADDRESS_IN_USE);
        for (String reserved : List.of("172.16.0.0", "172.16.0.1", "172.16.7.255")) {
            assertThatThrownBy(() -> run(address(reserved)))
                    .hasMessageContaining("reserved address range")
                    .extracting("error")
                    .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        }
        assertThatThrownBy(() -> run(address("172.16.8.2")))
                .hasMessageContaining("does not fall within the subnet's address range")
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        for (String wrong : List.of("172.16.0.09", "172.16.0", "::1", "x")) {
            assertThat(error(address(wrong))).as(wrong).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        }
        assertThat(error(request -> address("172.16.0.10").apply(request).maxCount(2)))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
    }

    @Test
    void anInstanceHasOneInterface() {
        InstanceNetworkInterfaceSpecification first =
                InstanceNetworkInterfaceSpecification.builder().deviceIndex(0).build();
        assertThat(error(request -> request.networkInterfaces(
                        first, first.toBuilder().deviceIndex(1).build())))
                .isEqualTo(Ec2Error.ATTACHMENT_LIMIT_EXCEEDED);
        assertThat(error(nic(spec -> spec.deviceIndex(1)))).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(nic(spec -> spec.deviceIndex(null)))).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(nic(spec -> spec.networkInterfaceId("eni-0123456789abcdef0"))))
                .isEqualTo(Ec2Error.UNSUPPORTED);
        assertThat(error(nic(spec -> spec.deleteOnTermination(false)))).isEqualTo(Ec2Error.UNSUPPORTED);
        assertThat(error(nic(spec -> spec.interfaceType("efa")))).isEqualTo(Ec2Error.UNSUPPORTED);
        assertThat(error(nic(spec -> spec.ipv6AddressCount(1)))).isEqualTo(Ec2Error.UNSUPPORTED);
        assertThat(error(nic(spec -> spec.secondaryPrivateIpAddressCount(1))))
                .isEqualTo(Ec2Error.PRIVATE_IP_ADDRESS_LIMIT_EXCEEDED);
        assertThat(error(nic(spec -> spec.privateIpAddress("172.16.0.9")
                        .privateIpAddresses(PrivateIpAddressSpecification.builder()
                                .privateIpAddress("172.16.0.10")
                                .build()))))
                .isEqualTo(Ec2Error.PRIVATE_IP_ADDRESS_LIMIT_EXCEEDED);
        assertThat(error(nic(spec -> spec.description("x".repeat(256))))).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(run(nic(spec -> spec.interfaceType("interface").networkCardIndex(0)))
                        .subnetId())
                .isNotNull();
    }

    @Test
    void nothingIsSaidTwice() {
        assertThat(error(request -> nic(spec -> {}).apply(request).subnetId(SUBNET)))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
        assertThat(error(request -> nic(spec -> {}).apply(request).privateIpAddress("172.16.0.9")))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
    }

    @Test
    void allOfItTellsARepetitionFromAnotherRequest() {
        UnaryOperator<RunInstancesRequest.Builder> token = request -> request.clientToken("t");
        Instance first = run(request -> token.apply(request).subnetId(SUBNET).privateIpAddress("172.16.0.9"));
        assertThat(run(request -> token.apply(request).subnetId(SUBNET).privateIpAddress("172.16.0.9"))
                        .instanceId())
                .isEqualTo(first.instanceId());
        List<UnaryOperator<RunInstancesRequest.Builder>> others = List.of(
                request -> request,
                request -> request.subnetId(SUBNET),
                request -> request.subnetId(OTHER_SUBNET).privateIpAddress("172.16.0.9"),
                request -> request.subnetId(SUBNET).privateIpAddress("172.16.0.10"),
                nic(spec -> spec.subnetId(SUBNET).privateIpAddress("172.16.0.9").description("d")));
        for (UnaryOperator<RunInstancesRequest.Builder> other : others) {
            assertThat(error(request -> other.apply(token.apply(request))))
                    .isEqualTo(Ec2Error.IDEMPOTENT_PARAMETER_MISMATCH);
        }
    }

    private UnaryOperator<RunInstancesRequest.Builder> address(String address) {
        return request -> request.subnetId(SUBNET).privateIpAddress(address);
    }

    private static UnaryOperator<RunInstancesRequest.Builder> nic(
            Consumer<InstanceNetworkInterfaceSpecification.Builder> change) {
        InstanceNetworkInterfaceSpecification.Builder spec =
                InstanceNetworkInterfaceSpecification.builder().deviceIndex(0);
        change.accept(spec);
        return request -> request.networkInterfaces(spec.build());
    }

    private Instance run(UnaryOperator<RunInstancesRequest.Builder> change) {
        RunInstancesResponse answer = cloud.call(change.apply(RunInstancesRequest.builder()
                        .imageId(image.value())
                        .minCount(1)
                        .maxCount(1))
                .build());
        return answer.instances().getFirst();
    }

    private Object error(UnaryOperator<RunInstancesRequest.Builder> change) {
        Object[] error = new Object[1];
        assertThatThrownBy(() -> run(change)).extracting("error").satisfies(found -> error[0] = found);
        return error[0];
    }
}
