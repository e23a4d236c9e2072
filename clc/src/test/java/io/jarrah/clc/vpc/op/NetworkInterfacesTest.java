package io.jarrah.clc.vpc.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.reconcile.Reaper;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.InstanceId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfaceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

class NetworkInterfacesTest {
    private TestingCloud cloud;
    private List<Instance> instances;
    private List<String> ids;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                .imageId(cloud.image(TestingCalls.ALICE, false).value())
                .minCount(7)
                .maxCount(7)
                .tagSpecifications(TagSpecification.builder()
                        .resourceType("network-interface")
                        .tags(Tag.builder().key("born").value("with it").build())
                        .build())
                .build());
        instances = answer.instances();
        ids = instances.stream()
                .map(instance -> instance.networkInterfaces().getFirst().networkInterfaceId())
                .toList();
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void terraformTrap2EveryInterfaceHasAnAttachmentWithADeviceIndex() {
        for (Instance instance : instances) {
            assertThat(instance.networkInterfaces()).singleElement().satisfies(nic -> {
                assertThat(nic.attachment().deviceIndex()).isZero();
                assertThat(nic.attachment().statusAsString()).isEqualTo("attaching");
                assertThat(nic.attachment().deleteOnTermination()).isTrue();
                assertThat(nic.privateIpAddresses()).singleElement().satisfies(address -> {
                    assertThat(address.primary()).isTrue();
                    assertThat(address.privateIpAddress()).isEqualTo(instance.privateIpAddress());
                });
                assertThat(nic.sourceDestCheck()).isTrue();
                assertThat(nic.subnetId()).isEqualTo(instance.subnetId());
                assertThat(nic.vpcId()).isEqualTo(instance.vpcId());
            });
        }
        assertThat(described())
                .hasSize(7)
                .allSatisfy(nic -> assertThat(nic.attachment().deviceIndex()).isZero());
    }

    @Test
    void anInterfaceIsItsInstances() {
        String id = ids.getFirst();
        Instance instance = instances.getFirst();
        observe(instance, InstancePhase.RUNNING);
        DescribeNetworkInterfacesResponse answer = cloud.call(DescribeNetworkInterfacesRequest.builder()
                .networkInterfaceIds(id)
                .build());
        assertThat(answer.networkInterfaces()).singleElement().satisfies(nic -> {
            assertThat(nic.attachment().instanceId()).isEqualTo(instance.instanceId());
            assertThat(nic.attachment().instanceOwnerId()).isEqualTo(TestingCalls.ALICE.value());
            assertThat(nic.attachment().statusAsString()).isEqualTo("attached");
            assertThat(nic.attachment().attachTime()).isEqualTo(instance.launchTime());
            assertThat(nic.statusAsString()).isEqualTo("in-use");
            assertThat(nic.privateIpAddress()).isEqualTo(instance.privateIpAddress());
            assertThat(nic.privateDnsName()).isEqualTo(instance.privateDnsName());
            assertThat(nic.macAddress()).startsWith("d0:0d:");
            assertThat(nic.availabilityZone()).isEqualTo("zone1");
            assertThat(nic.ownerId()).isEqualTo(TestingCalls.ALICE.value());
            assertThat(nic.tagSet()).extracting(Tag::key).containsExactly("born");
        });
    }

    @Test
    void itIsGoneWithItsInstance() {
        cloud.call(TerminateInstancesRequest.builder()
                .instanceIds(instances.getFirst().instanceId())
                .build());
        assertThat(described()).as("something of it may still be there").hasSize(7);
        observe(instances.getFirst(), InstancePhase.TERMINATED);
        assertThat(described()).hasSize(6);
        assertThat(error(DescribeNetworkInterfacesRequest.builder()
                        .networkInterfaceIds(ids.getFirst())
                        .build()))
                .isEqualTo(Ec2Error.INVALID_NETWORK_INTERFACE_ID_NOT_FOUND);
        assertThat(error(tag(ids.getFirst()))).isEqualTo(Ec2Error.INVALID_NETWORK_INTERFACE_ID_NOT_FOUND);
    }

    @Test
    void itsTagsGoWithItsInstance() {
        observe(instances.getFirst(), InstancePhase.TERMINATED);
        cloud.clock.pass(Duration.ofHours(2));
        new Reaper(cloud.database, cloud.api.tags(), zone -> {}, zone -> {}, cloud.clock)
                .reconcile(Reaper.Everything.ALL);
        DescribeTagsResponse left = cloud.call(DescribeTagsRequest.builder()
                .filters(Filter.builder()
                        .name("resource-type")
                        .values("network-interface")
                        .build())
                .build());
        assertThat(left.tags())
                .extracting(TagDescription::resourceId)
                .containsExactlyInAnyOrderElementsOf(ids.subList(1, 7));
    }

    @Test
    void filtersSelect() {
        observe(instances.get(2), InstancePhase.RUNNING);
        cloud.call(tag(ids.get(1)));
        assertThat(filtered("attachment.instance-id", instances.get(3).instanceId()))
                .containsExactly(ids.get(3));
        assertThat(filtered("attachment.status", "attached")).containsExactly(ids.get(2));
        assertThat(filtered("addresses.private-ip-address", "172.16.0.2")).containsExactly(ids.get(0));
        assertThat(filtered("private-ip-address", "172.16.0.3")).containsExactly(ids.get(1));
        assertThat(filtered("mac-address", described().getFirst().macAddress())).hasSize(1);
        assertThat(filtered("subnet-id", DefaultVpc.subnet(TestingCalls.ALICE, TestingCloud.ZONE)))
                .hasSize(7);
        assertThat(filtered("vpc-id", "vpc-*")).hasSize(7);
        assertThat(filtered("tag:Name", "web")).containsExactly(ids.get(1));
        assertThat(filtered("status", "available")).isEmpty();
        assertThat(filtered("attachment.device-index", "0")).hasSize(7);
        assertThat(filtered("association.public-ip", "*")).isEmpty();
        assertThat(filtered("requester-managed", "true")).isEmpty();
        assertThatThrownBy(() -> filtered("no-such-filter", "x"))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
    }

    @Test
    void pagesHoldEachOnce() {
        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            DescribeNetworkInterfacesResponse page = cloud.call(DescribeNetworkInterfacesRequest.builder()
                    .maxResults(5)
                    .nextToken(token)
                    .build());
            page.networkInterfaces().forEach(nic -> seen.add(nic.networkInterfaceId()));
            token = page.nextToken();
        } while (token != null);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(error(DescribeNetworkInterfacesRequest.builder()
                        .maxResults(5)
                        .networkInterfaceIds(ids)
                        .build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
    }

    @Test
    void attributes() {
        String id = ids.getFirst();
        assertThat(attribute(id, "description").description().value()).isEmpty();
        assertThat(attribute(id, "sourceDestCheck").sourceDestCheck().value()).isTrue();
        assertThat(attribute(id, "attachment").attachment().instanceId())
                .isEqualTo(instances.getFirst().instanceId());
        assertThat(attribute(id, "groupSet").hasGroups()).isTrue();
        assertThat(attribute(id, "associatePublicIpAddress").associatePublicIpAddress())
                .isFalse();
        assertThat(error(attributeRequest(id, "colour"))).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(attributeRequest("eni-1", "description")))
                .isEqualTo(Ec2Error.INVALID_NETWORK_INTERFACE_ID_MALFORMED);
        assertThat(error(attributeRequest("eni-0123456789abcdef0", "description")))
                .isEqualTo(Ec2Error.INVALID_NETWORK_INTERFACE_ID_NOT_FOUND);
    }

    @Test
    void strangersSeeNone() {
        DescribeNetworkInterfacesResponse bobs = cloud.call(
                TestingCalls.BOB, DescribeNetworkInterfacesRequest.builder().build());
        assertThat(bobs.networkInterfaces()).isEmpty();
        for (Object request : List.of(
                DescribeNetworkInterfacesRequest.builder()
                        .networkInterfaceIds(ids.getFirst())
                        .build(),
                attributeRequest(ids.getFirst(), "description"),
                tag(ids.getFirst()))) {
            assertThatThrownBy(() -> cloud.call(TestingCalls.BOB, request))
                    .extracting("error")
                    .isEqualTo(Ec2Error.INVALID_NETWORK_INTERFACE_ID_NOT_FOUND);
        }
    }

    private void observe(Instance instance, InstancePhase phase) {
        cloud.database.write(session -> session.find(InstanceEntity.class, instance.instanceId())
                .observe(
                        new ObservedInstance(
                                new InstanceId(instance.instanceId()),
                                1,
                                0,
                                phase,
                                Optional.of(TestingCloud.NODES.getFirst()),
                                true,
                                Optional.empty(),
                                cloud.clock.instant()),
                        cloud.clock.instant()));
    }

    private List<NetworkInterface> described() {
        DescribeNetworkInterfacesResponse answer =
                cloud.call(DescribeNetworkInterfacesRequest.builder().build());
        return answer.networkInterfaces();
    }

    private List<String> filtered(String name, String value) {
        DescribeNetworkInterfacesResponse answer = cloud.call(DescribeNetworkInterfacesRequest.builder()
                .filters(Filter.builder().name(name).values(value).build())
                .build());
        return answer.networkInterfaces().stream()
                .map(NetworkInterface::networkInterfaceId)
                .toList();
    }

    private DescribeNetworkInterfaceAttributeResponse attribute(String id, String name) {
        return cloud.call(attributeRequest(id, name));
    }

    private static DescribeNetworkInterfaceAttributeRequest attributeRequest(String id, String name) {
        return DescribeNetworkInterfaceAttributeRequest.builder()
                .networkInterfaceId(id)
                .attribute(name)
                .build();
    }

    private static CreateTagsRequest tag(String id) {
        return CreateTagsRequest.builder()
                .resources(id)
                .tags(Tag.builder().key("Name").value("web").build())
                .build();
    }

    private Object error(Object request) {
        Object[] error = new Object[1];
        assertThatThrownBy(() -> cloud.call(request)).extracting("error").satisfies(found -> error[0] = found);
        return error[0];
    }
}
