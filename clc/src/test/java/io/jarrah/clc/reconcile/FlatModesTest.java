package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.network.FlatPlan;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.ClcSettings.ConfigDrives;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.config.MacMap;
import io.jarrah.common.contract.ConfigFile;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.net.Ipv4Prefix;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Instances in the site's own network, from the launch to what their cluster is told and back. */
class FlatModesTest {
    private static final FlatNetwork STATIC = new FlatNetwork(
            VnetMode.STATIC,
            Optional.of(Ipv4Prefix.parse("192.168.1.0/24")),
            Optional.empty(),
            Optional.of("192.168.1.1"),
            List.of("192.168.1.2"),
            List.of(),
            MacMap.parse("aa:dd:11:ce:ff:ed=192.168.1.3 aa:dd:11:ce:ff:ee=192.168.1.4"));
    private static final FlatNetwork SYSTEM = new FlatNetwork(
            VnetMode.SYSTEM,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            MacMap.parse(""));

    private TestingCloud cloud;
    private ImageId image;
    private Crashable process;

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private void start(FlatNetwork network, ConfigDrives drives) {
        FlatPlan plan = new FlatPlan(network);
        cloud = new TestingCloud(plan, PublicAddressPlan.flat(plan.mode()), drives);
        image = cloud.image(TestingCalls.ALICE, true);
        process = new Crashable(cloud, cloud.cluster);
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

    private Instance described(String id) {
        DescribeInstancesResponse answer =
                cloud.call(DescribeInstancesRequest.builder().instanceIds(id).build());
        return answer.reservations().getFirst().instances().getFirst();
    }

    private void terminate(String id) {
        cloud.call(TerminateInstancesRequest.builder().instanceIds(id).build());
        process.converge();
    }

    private Map<String, String> drive(String id) {
        return cloud.cluster.spec(new InstanceId(id)).orElseThrow().configDrive().stream()
                .collect(
                        Collectors.toMap(ConfigFile::name, file -> new String(file.content(), StandardCharsets.UTF_8)));
    }

    @Test
    void aPairIsOneInstancesUntilItsEnd() {
        start(STATIC, ConfigDrives.AUTO);
        List<Instance> two = run(request -> request.minCount(2).maxCount(5));
        assertThat(two).extracting(Instance::privateIpAddress).containsExactly("192.168.1.3", "192.168.1.4");
        assertThat(two).extracting(Instance::publicIpAddress).containsExactly("192.168.1.3", "192.168.1.4");
        assertThat(code(request -> {})).isEqualTo("InsufficientFreeAddressesInSubnet");
        process.converge();
        assertThat(cloud.cluster.network().endpoints())
                .extracting(NetworkEndpoint::mac, NetworkEndpoint::privateIp, NetworkEndpoint::publicIp)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("aa:dd:11:ce:ff:ed", "192.168.1.3", Optional.empty()),
                        org.assertj.core.groups.Tuple.tuple("aa:dd:11:ce:ff:ee", "192.168.1.4", Optional.empty()));
        assertThat(cloud.cluster.network().segments())
                .singleElement()
                .extracting(NetworkSegment::cidr)
                .isEqualTo("192.168.1.0/24");

        String first = two.getFirst().instanceId();
        terminate(first);
        assertThat(described(first).privateIpAddress()).isNull();
        assertThat(run(request -> {}).getFirst().privateIpAddress())
                .as("free again")
                .isEqualTo("192.168.1.3");
    }

    @Test
    void accountsShareTheNetworkAndAnAddressCanBeAskedFor() {
        start(STATIC, ConfigDrives.AUTO);
        assertThat(run(request -> request.privateIpAddress("192.168.1.4"))
                        .getFirst()
                        .privateIpAddress())
                .isEqualTo("192.168.1.4");
        assertThat(code(request -> request.privateIpAddress("192.168.1.4"))).isEqualTo("InvalidIPAddress.InUse");
        assertThat(code(request -> request.privateIpAddress("192.168.1.9"))).isEqualTo("InvalidParameterValue");
        RunInstancesResponse bobs = cloud.call(
                TestingCalls.BOB,
                RunInstancesRequest.builder()
                        .imageId(image.value())
                        .minCount(1)
                        .maxCount(1)
                        .build());
        assertThat(bobs.instances().getFirst().privateIpAddress()).isEqualTo("192.168.1.3");
        assertThat(cloud.networks()).hasSize(1);
        DescribeSubnetsResponse subnets =
                cloud.call(DescribeSubnetsRequest.builder().build());
        assertThat(subnets.subnets()).singleElement().satisfies(subnet -> {
            assertThat(subnet.cidrBlock()).isEqualTo("192.168.1.0/24");
            assertThat(subnet.availableIpAddressCount()).isZero();
        });
    }

    @Test
    void thereAreNoElasticAddressesAndAPublicOneIsThereAnyway() {
        start(STATIC, ConfigDrives.AUTO);
        ApiException refused = catchThrowableOfType(
                ApiException.class,
                () -> cloud.call(AllocateAddressRequest.builder().build()));
        assertThat(refused.error().code()).isEqualTo("UnsupportedOperation");
        assertThat(refused).hasMessageContaining("VNET_MODE=\"STATIC\"");
        Instance open = run(request -> request.networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                        .deviceIndex(0)
                        .associatePublicIpAddress(true)
                        .build()))
                .getFirst();
        assertThat(open.publicIpAddress()).isEqualTo("192.168.1.3");
        DescribeNetworkInterfacesResponse interfaces =
                cloud.call(DescribeNetworkInterfacesRequest.builder().build());
        assertThat(interfaces.networkInterfaces().getFirst().association().publicIp())
                .isEqualTo("192.168.1.3");
    }

    @Test
    void theConfigDriveHasWhatTheMetadataServiceWouldTell() {
        start(STATIC, ConfigDrives.AUTO);
        String script = "#!/bin/sh\necho \u00fc\n";
        String id = run(request ->
                        request.userData(Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8))))
                .getFirst()
                .instanceId();
        process.converge();
        assertThat(drive(id)).containsEntry("user-data", script);
        assertThat(drive(id).get("meta-data"))
                .contains("instance-id: \"" + id + "\"\n")
                .contains("local-hostname: \"ip-192-168-1-3\"\n");
        assertThat(drive(id).get("network-config"))
                .startsWith("version: 2\n")
                .contains("\"macaddress\":\"aa:dd:11:ce:ff:ed\"")
                .contains("\"addresses\":[\"192.168.1.3/24\"]")
                .contains("{\"to\":\"0.0.0.0/0\",\"via\":\"192.168.1.1\"}")
                .contains("\"nameservers\":{\"addresses\":[\"192.168.1.2\"]}");
    }

    @Test
    void anAddressIsLearnedFromTheNodeAndShownAsBoth() {
        start(SYSTEM, ConfigDrives.AUTO);
        Instance launched = run(request -> {}).getFirst();
        assertThat(launched.privateIpAddress()).isNull();
        assertThat(code(request -> request.privateIpAddress("10.0.0.9"))).isEqualTo("InvalidParameterCombination");
        process.converge();
        InstanceId id = new InstanceId(launched.instanceId());
        assertThat(described(id.value()).state().nameAsString()).isEqualTo("running");
        assertThat(described(id.value()).publicIpAddress()).isNull();
        assertThat(cloud.cluster.network().endpoints())
                .singleElement()
                .extracting(NetworkEndpoint::knownAddress)
                .isEqualTo(Optional.empty());
        assertThat(drive(id.value())).containsOnlyKeys("meta-data", "user-data");

        cloud.cluster.lease(id, "10.0.0.9");
        process.converge();
        assertThat(described(id.value()).privateIpAddress()).isEqualTo("10.0.0.9");
        assertThat(described(id.value()).publicIpAddress()).isEqualTo("10.0.0.9");
        assertThat(cloud.cluster.network().endpoints())
                .singleElement()
                .extracting(NetworkEndpoint::privateIp)
                .isEqualTo("10.0.0.9");
        cloud.cluster.lease(id, "10.0.0.10");
        process.converge();
        assertThat(described(id.value()).privateIpAddress()).isEqualTo("10.0.0.10");
        terminate(id.value());
        assertThat(described(id.value()).privateIpAddress()).isNull();
        assertThat(cloud.cluster.network().endpoints()).isEmpty();
    }

    @Test
    void anAddressHasOneHolderTheLatestAndNonsenseIsNotTaken() {
        start(SYSTEM, ConfigDrives.AUTO);
        List<Instance> two = run(request -> request.minCount(2).maxCount(2));
        InstanceId first = new InstanceId(two.get(0).instanceId());
        InstanceId second = new InstanceId(two.get(1).instanceId());
        process.converge();
        cloud.cluster.lease(first, "10.0.0.9");
        process.converge();
        cloud.cluster.lease(second, "10.0.0.9");
        process.converge();
        assertThat(described(second.value()).privateIpAddress()).isEqualTo("10.0.0.9");
        assertThat(described(first.value()).privateIpAddress()).isNull();
        for (String nonsense : List.of("127.0.0.1", "0.0.0.0", "224.0.0.1", "169.254.169.254", "10.0.0", "x")) {
            cloud.cluster.lease(first, nonsense);
            process.converge();
            assertThat(described(first.value()).privateIpAddress()).as(nonsense).isNull();
        }
    }

    @Test
    void membersOfAGroupFollowWhatIsLearned() {
        start(SYSTEM, ConfigDrives.AUTO);
        InstanceId id = new InstanceId(run(request -> {}).getFirst().instanceId());
        String group = described(id.value()).securityGroups().getFirst().groupId();
        cloud.call(AuthorizeSecurityGroupIngressRequest.builder()
                .groupId(group)
                .ipPermissions(IpPermission.builder()
                        .ipProtocol("tcp")
                        .fromPort(22)
                        .toPort(22)
                        .userIdGroupPairs(
                                UserIdGroupPair.builder().groupId(group).build())
                        .build())
                .build());
        process.converge();
        assertThat(members(group)).isEmpty();
        cloud.cluster.lease(id, "10.0.0.9");
        process.converge();
        assertThat(members(group)).containsExactly("10.0.0.9");
    }

    private List<String> members(String group) {
        return cloud.cluster.network().groups().stream()
                .filter(found -> found.id().value().equals(group))
                .map(SecurityGroup::members)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void neverIsNever() {
        start(STATIC, ConfigDrives.NEVER);
        String id = run(request -> {}).getFirst().instanceId();
        process.converge();
        assertThat(drive(id)).isEmpty();
    }

    @Test
    void whereThereIsAMetadataServiceATagAsksForADrive() throws SQLException {
        cloud = new TestingCloud();
        image = cloud.image(TestingCalls.ALICE, true);
        process = new Crashable(cloud, cloud.cluster);
        String plain = run(request -> {}).getFirst().instanceId();
        String asked = run(request -> request.tagSpecifications(TagSpecification.builder()
                        .resourceType("instance")
                        .tags(Tag.builder()
                                .key("jarrah:config-drive")
                                .value("true")
                                .build())
                        .build()))
                .getFirst()
                .instanceId();
        process.converge();
        assertThat(drive(plain)).isEmpty();
        assertThat(drive(asked)).containsOnlyKeys("meta-data", "user-data");
    }
}
