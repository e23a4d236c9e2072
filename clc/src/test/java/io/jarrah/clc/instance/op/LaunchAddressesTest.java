package io.jarrah.clc.instance.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.metadata.IdentitySigner;
import io.jarrah.clc.metadata.InstanceMetadataReader;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.config.AddressRanges;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.id.ImageId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.AssociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AssociateAddressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

class LaunchAddressesTest {
    @TempDir
    private Path state;

    private final TestingCloud cloud =
            new TestingCloud(new PublicAddressPlan(AddressRanges.parse("203.0.113.1-203.0.113.3"), 10));
    private final ImageId image = cloud.image(TestingCalls.ALICE, false);

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private static InstanceNetworkInterfaceSpecification nic(
            Consumer<InstanceNetworkInterfaceSpecification.Builder> change) {
        InstanceNetworkInterfaceSpecification.Builder nic = InstanceNetworkInterfaceSpecification.builder();
        change.accept(nic);
        return nic.build();
    }

    private List<Instance> run(TestingCloud where, Consumer<RunInstancesRequest.Builder> change) {
        RunInstancesRequest.Builder request =
                RunInstancesRequest.builder().imageId(image.value()).minCount(1).maxCount(1);
        change.accept(request);
        RunInstancesResponse answer = where.call(request.build());
        return answer.instances();
    }

    private List<Instance> run(Consumer<RunInstancesRequest.Builder> change) {
        return run(cloud, change);
    }

    private String code(Consumer<RunInstancesRequest.Builder> change) {
        return catchThrowableOfType(ApiException.class, () -> run(change))
                .error()
                .code();
    }

    private List<Instance> describe(String filter, String value) {
        DescribeInstancesResponse answer = cloud.call(DescribeInstancesRequest.builder()
                .filters(Filter.builder().name(filter).values(value).build())
                .build());
        return answer.reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    private static List<String> addresses(List<Instance> instances) {
        return instances.stream()
                .map(Instance::publicIpAddress)
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    void everyInstanceGetsAnAddressWhileThereAreSome() {
        List<Instance> two = run(request -> request.maxCount(2).clientToken("t"));
        assertThat(addresses(two)).containsExactly("203.0.113.1", "203.0.113.2");
        assertThat(two.getFirst().publicDnsName()).isEqualTo("ec2-203-0-113-1.compute-1.amazonaws.com");
        assertThat(run(request -> request.maxCount(2).clientToken("t")))
                .as("repeated")
                .isEqualTo(two);
        List<Instance> more = run(request -> request.maxCount(4));
        assertThat(more).as("an address is no condition").hasSize(4);
        assertThat(addresses(more)).containsExactly("203.0.113.3");
        assertThat(more.getLast().publicDnsName()).isEmpty();
        DescribeAddressesResponse elastic =
                cloud.call(DescribeAddressesRequest.builder().build());
        assertThat(elastic.addresses()).as("automatic ones are not listed").isEmpty();
    }

    @Test
    void aRequestMayRefuseAnAddressOrInsistOnIt() {
        assertThat(addresses(run(request ->
                        request.networkInterfaces(nic(nic -> nic.deviceIndex(0).associatePublicIpAddress(false))))))
                .isEmpty();
        List<Instance> insisting = run(request -> request.maxCount(5)
                .networkInterfaces(nic(nic -> nic.deviceIndex(0).associatePublicIpAddress(true))));
        assertThat(insisting).as("no more than there are addresses").hasSize(3);
        assertThat(addresses(insisting)).hasSize(3);
        assertThat(code(request ->
                        request.networkInterfaces(nic(nic -> nic.deviceIndex(0).associatePublicIpAddress(true)))))
                .isEqualTo("InsufficientAddressCapacity");
        assertThat(run(request -> {})).hasSize(1);
    }

    @Test
    void aCloudWithoutPublicAddressesGivesNone() throws SQLException {
        try (TestingCloud none = new TestingCloud()) {
            String hers = none.image(TestingCalls.ALICE, false).value();
            assertThat(addresses(run(none, request -> request.imageId(hers)))).isEmpty();
            ApiException refused = catchThrowableOfType(
                    ApiException.class,
                    () -> run(none, request -> request.imageId(hers)
                            .networkInterfaces(nic(nic -> nic.deviceIndex(0).associatePublicIpAddress(true)))));
            assertThat(refused.error().code()).isEqualTo("InsufficientAddressCapacity");
            assertThat(refused).hasMessageContaining("VNET_PUBLICIPS");
        }
    }

    @Test
    void anInstanceIsFoundByItsAddressAndToldItsAddress() {
        Instance plain = run(request ->
                        request.networkInterfaces(nic(nic -> nic.deviceIndex(0).associatePublicIpAddress(false))))
                .getFirst();
        Instance automatic = run(request -> {}).getFirst();
        AllocateAddressResponse allocated =
                cloud.call(AllocateAddressRequest.builder().build());
        Instance elastic = run(request -> {}).getFirst();
        AssociateAddressResponse associated = cloud.call(AssociateAddressRequest.builder()
                .allocationId(allocated.allocationId())
                .instanceId(elastic.instanceId())
                .build());
        for (List<String> filter : List.of(
                List.of("ip-address", allocated.publicIp()),
                List.of("dns-name", "ec2-203-0-113-2.*"),
                List.of("network-interface.association.public-ip", allocated.publicIp()),
                List.of("network-interface.association.ip-owner-id", TestingCalls.ALICE.value()),
                List.of("network-interface.association.allocation-id", allocated.allocationId()),
                List.of("network-interface.association.association-id", associated.associationId()),
                List.of("network-interface.addresses.association.public-ip", allocated.publicIp()),
                List.of("network-interface.addresses.association.ip-owner-id", TestingCalls.ALICE.value()))) {
            assertThat(describe(filter.getFirst(), filter.getLast()))
                    .as(filter.getFirst())
                    .extracting(Instance::instanceId)
                    .containsExactly(elastic.instanceId());
        }
        assertThat(describe("network-interface.association.ip-owner-id", "amazon"))
                .extracting(Instance::instanceId)
                .containsExactly(automatic.instanceId());
        InstanceMetadata told = metadata(elastic);
        String mac = told.metaData().get("mac");
        assertThat(told.metaData())
                .containsEntry("public-ipv4", allocated.publicIp())
                .containsEntry("public-hostname", "ec2-203-0-113-2.compute-1.amazonaws.com")
                .containsEntry("network/interfaces/macs/" + mac + "/public-ipv4s", allocated.publicIp())
                .containsEntry(
                        "network/interfaces/macs/" + mac + "/public-hostname",
                        "ec2-203-0-113-2.compute-1.amazonaws.com")
                .containsEntry(
                        "network/interfaces/macs/" + mac + "/ipv4-associations/" + allocated.publicIp(),
                        elastic.privateIpAddress());
        assertThat(metadata(plain).metaData().keySet()).noneMatch(key -> key.contains("public-ipv4"));
    }

    private InstanceMetadata metadata(Instance instance) {
        InstanceEntity row = cloud.database.read(session -> session.find(InstanceEntity.class, instance.instanceId()));
        return new InstanceMetadataReader(
                        cloud.database,
                        cloud.api.tags(),
                        "us-east-1",
                        TestingCloud.PLAN,
                        new IdentitySigner(state, cloud.clock, new SecureRandom())::get,
                        cloud.clock)
                .read(TestingCloud.ZONE, row.network().orElseThrow(), instance.privateIpAddress());
    }

    @Test
    void launchesAndAllocationsAtTheSameTimeGetDifferentAddresses() throws Exception {
        try (TestingCloud large =
                        new TestingCloud(new PublicAddressPlan(AddressRanges.parse("198.51.100.0/25"), 1000));
                ExecutorService threads = Executors.newFixedThreadPool(12)) {
            String hers = large.image(TestingCalls.ALICE, false).value();
            List<Future<List<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                answers.add(threads.submit(() ->
                        addresses(run(large, request -> request.imageId(hers).maxCount(5)))));
                answers.add(threads.submit(() -> {
                    AllocateAddressResponse one =
                            large.call(AllocateAddressRequest.builder().build());
                    return List.of(one.publicIp());
                }));
            }
            List<String> all = new ArrayList<>();
            for (Future<List<String>> answer : answers) {
                all.addAll(answer.get());
            }
            assertThat(all).hasSize(12 * 5 + 12).doesNotHaveDuplicates();
        }
    }

    @Test
    void namesHaveTheFormOfTheRegion() {
        assertThat(new PublicAddress(
                                "203.0.113.7", TestingCalls.ALICE, Optional.empty(), Optional.empty(), Optional.empty())
                        .dnsName("tokyo"))
                .isEqualTo("ec2-203-0-113-7.tokyo.compute.amazonaws.com");
    }
}
