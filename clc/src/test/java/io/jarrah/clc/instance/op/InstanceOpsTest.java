package io.jarrah.clc.instance.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMappingSpecification;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

class InstanceOpsTest {
    private static TestingCloud cloud;
    private static ImageId image;

    @BeforeAll
    static void startCloud() {
        cloud = new TestingCloud();
        image = cloud.image(TestingCalls.ALICE, true);
    }

    @AfterAll
    static void stopCloud() throws SQLException {
        cloud.close();
    }

    /** Every test begins without instances. */
    @BeforeEach
    @AfterEach
    void empty() {
        cloud.database.write(session -> {
            for (String entity : List.of("TagEntity", "InstanceEntity", "ReservationEntity", "NetworkEntity")) {
                session.createMutationQuery("delete from " + entity).executeUpdate();
            }
            return entities(session);
        });
    }

    private static long entities(Session session) {
        return session.createSelectionQuery("select count(*) from InstanceEntity", Long.class)
                .getSingleResult();
    }

    @Test
    void pagesHoldEveryInstanceOnceAndInOrder() {
        List<String> launched = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            launched.addAll(launch(3));
            cloud.clock.pass(Duration.ofSeconds(1));
        }
        List<String> seen = new ArrayList<>();
        String token = null;
        int pages = 0;
        do {
            DescribeInstancesResponse page = cloud.call(DescribeInstancesRequest.builder()
                    .maxResults(5)
                    .nextToken(token)
                    .build());
            seen.addAll(ids(page));
            token = page.nextToken();
            pages++;
        } while (token != null);
        assertThat(seen).containsExactlyElementsOf(launched);
        assertThat(pages).isEqualTo(3);
        assertThat(error(DescribeInstancesRequest.builder().maxResults(4).build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(DescribeInstancesRequest.builder()
                        .maxResults(5)
                        .nextToken("bogus")
                        .build()))
                .isEqualTo(Ec2Error.INVALID_NEXT_TOKEN);
        assertThat(error(DescribeInstancesRequest.builder()
                        .maxResults(5)
                        .instanceIds(launched)
                        .build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
    }

    @Test
    void filtersSelect() {
        List<String> ids = launch(3);
        observe(ids.get(0), InstancePhase.RUNNING, true);
        cloud.call(CreateTagsRequest.builder()
                .resources(ids.get(1))
                .tags(Tag.builder().key("Name").value("web-7").build())
                .build());
        assertThat(filtered("instance-state-name", "running")).containsExactly(ids.get(0));
        assertThat(filtered("instance-state-code", "0")).containsExactly(ids.get(1), ids.get(2));
        assertThat(filtered("tag:Name", "web-*")).containsExactly(ids.get(1));
        assertThat(filtered("tag-key", "Name")).containsExactly(ids.get(1));
        assertThat(filtered("private-ip-address", "172.16.0.?")).hasSize(3);
        assertThat(filtered("launch-index", "2")).containsExactly(ids.get(2));
        assertThat(filtered("image-id", image.value())).hasSize(3);
        assertThat(filtered("availability-zone", "zone2")).isEmpty();
        assertThat(filtered("client-token", "tok")).hasSize(3);
        assertThat(filtered("vpc-id", DefaultVpc.vpc(TestingCalls.ALICE))).hasSize(3);
        assertThat(filtered("vpc-id", DefaultVpc.vpc(TestingCalls.BOB))).isEmpty();
        assertThat(filtered("subnet-id", DefaultVpc.subnet(TestingCalls.ALICE, TestingCloud.ZONE)))
                .hasSize(3);
        assertThat(filtered("network-interface.addresses.private-ip-address", "172.16.0.3"))
                .containsExactly(ids.get(1));
        assertThat(filtered(
                        "network-interface.network-interface-id",
                        "eni-" + ids.get(2).substring(2)))
                .containsExactly(ids.get(2));
        assertThat(filtered("network-interface.attachment.status", "attached")).containsExactly(ids.get(0));
        assertThat(filtered("network-interface.attachment.device-index", "0")).hasSize(3);
        assertThat(filtered("private-dns-name", "ip-172-16-0-2.ec2.internal")).containsExactly(ids.get(0));
        assertThat(error(DescribeInstancesRequest.builder()
                        .filters(filter("no-such-filter", "x"))
                        .build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
    }

    @Test
    void otherAccountsSeeNothing() {
        String id = launch(1).getFirst();
        DescribeInstancesResponse bobs =
                cloud.call(TestingCalls.BOB, DescribeInstancesRequest.builder().build());
        assertThat(bobs.reservations()).isEmpty();
        for (Object request : List.of(
                DescribeInstancesRequest.builder().instanceIds(id).build(),
                TerminateInstancesRequest.builder().instanceIds(id).build(),
                RebootInstancesRequest.builder().instanceIds(id).build(),
                DescribeInstanceStatusRequest.builder().instanceIds(id).build(),
                GetConsoleOutputRequest.builder().instanceId(id).build(),
                DescribeInstanceAttributeRequest.builder()
                        .instanceId(id)
                        .attribute("userData")
                        .build(),
                CreateTagsRequest.builder()
                        .resources(id)
                        .tags(Tag.builder().key("a").value("b").build())
                        .build(),
                ModifyInstanceAttributeRequest.builder()
                        .instanceId(id)
                        .disableApiTermination(flag -> flag.value(true))
                        .build())) {
            assertThatThrownBy(() -> cloud.call(TestingCalls.BOB, request))
                    .as(request.getClass().getSimpleName())
                    .extracting("error")
                    .isEqualTo(Ec2Error.INVALID_INSTANCE_ID_NOT_FOUND);
        }
    }

    @Test
    void idsAreChecked() {
        assertThat(error(DescribeInstancesRequest.builder().instanceIds("i-1").build()))
                .isEqualTo(Ec2Error.INVALID_INSTANCE_ID_MALFORMED);
        assertThat(error(TerminateInstancesRequest.builder().build())).isEqualTo(Ec2Error.MISSING_PARAMETER);
        assertThatThrownBy(() -> cloud.call(DescribeInstancesRequest.builder()
                        .instanceIds("i-00000000000000001", "i-00000000000000002")
                        .build()))
                .hasMessage("The instance IDs 'i-00000000000000001, i-00000000000000002' do not exist");
    }

    @Test
    void terminatingIsIdempotentAndAllOrNothing() {
        List<String> ids = launch(2);
        TerminateInstancesResponse first = terminate(ids);
        assertThat(first.terminatingInstances())
                .allSatisfy(change -> {
                    assertThat(change.previousState().nameAsString()).isEqualTo("pending");
                    assertThat(change.currentState().nameAsString()).isEqualTo("shutting-down");
                })
                .hasSize(2);
        TerminateInstancesResponse again = terminate(List.of(ids.get(0), ids.get(0)));
        assertThat(again.terminatingInstances()).hasSize(1);
        assertThat(again.terminatingInstances().getFirst().previousState().nameAsString())
                .isEqualTo("shutting-down");
        List<String> others = launch(1);
        assertThat(error(TerminateInstancesRequest.builder()
                        .instanceIds(others.getFirst(), "i-00000000000000001")
                        .build()))
                .isEqualTo(Ec2Error.INVALID_INSTANCE_ID_NOT_FOUND);
        assertThat(describe(others.getFirst()).state().nameAsString()).isEqualTo("pending");
        Instance gone = describe(ids.get(0));
        assertThat(gone.stateReason().code()).isEqualTo("Client.UserInitiatedShutdown");
        assertThat(gone.stateTransitionReason())
                .startsWith("User initiated (2026-")
                .endsWith(" GMT)");
    }

    @Test
    void terminatedInstancesAreDescribedForAnHour() {
        String id = launch(1).getFirst();
        terminate(List.of(id));
        observe(id, InstancePhase.TERMINATED, true);
        Instance over = describe(id);
        assertThat(over.state().nameAsString()).isEqualTo("terminated");
        assertThat(over.privateIpAddress()).isNull();
        assertThat(over.privateDnsName()).isEmpty();
        assertThat(over.networkInterfaces()).isEmpty();
        assertThat(over.vpcId()).isNull();
        assertThat(over.subnetId()).isNull();
        assertThat(over.sourceDestCheck()).isNull();
        assertThat(filtered("vpc-id", "*")).isEmpty();
        assertThat(filtered("network-interface.status", "*")).isEmpty();
        cloud.clock.pass(Duration.ofMinutes(59));
        assertThat(describe(id).state().code()).isEqualTo(48);
        cloud.clock.pass(Duration.ofMinutes(1));
        assertThat(error(DescribeInstancesRequest.builder().instanceIds(id).build()))
                .isEqualTo(Ec2Error.INVALID_INSTANCE_ID_NOT_FOUND);
    }

    @Test
    void protectionRefusesTermination() {
        List<String> ids = launch(2);
        cloud.call(ModifyInstanceAttributeRequest.builder()
                .instanceId(ids.get(0))
                .disableApiTermination(flag -> flag.value(true))
                .build());
        assertThat(error(TerminateInstancesRequest.builder().instanceIds(ids).build()))
                .isEqualTo(Ec2Error.OPERATION_NOT_PERMITTED);
        assertThat(describe(ids.get(1)).state().nameAsString()).isEqualTo("pending");
        cloud.call(ModifyInstanceAttributeRequest.builder()
                .instanceId(ids.get(0))
                .attribute("disableApiTermination")
                .value("false")
                .build());
        assertThat(terminate(ids).terminatingInstances()).hasSize(2);
    }

    @Test
    void rebootNeedsAnInstanceThatCanReboot() {
        List<String> ids = launch(3);
        observe(ids.get(0), InstancePhase.RUNNING, true);
        reboot(ids.get(0), ids.get(1));
        assertThat(row(ids.get(0)).rebootGeneration()).isEqualTo(1);
        assertThat(row(ids.get(1)).rebootGeneration()).as("it boots anyway").isZero();
        terminate(List.of(ids.get(2)));
        assertThat(error(RebootInstancesRequest.builder()
                        .instanceIds(ids.get(0), ids.get(2))
                        .build()))
                .isEqualTo(Ec2Error.INCORRECT_INSTANCE_STATE);
        assertThat(row(ids.get(0)).rebootGeneration()).as("all or nothing").isEqualTo(1);
    }

    @Test
    void statusFollowsReachability() {
        List<String> ids = launch(3);
        observe(ids.get(0), InstancePhase.RUNNING, true);
        observe(ids.get(1), InstancePhase.RUNNING, false);
        assertThat(statuses(false)).containsExactlyInAnyOrder(ids.get(0) + " ok", ids.get(1) + " impaired");
        assertThat(statuses(true)).hasSize(3).contains(ids.get(2) + " not-applicable");
        DescribeInstanceStatusResponse impaired = cloud.call(DescribeInstanceStatusRequest.builder()
                .filters(filter("system-status.reachability", "failed"))
                .build());
        assertThat(impaired.instanceStatuses()).hasSize(1);
        assertThat(impaired.instanceStatuses()
                        .getFirst()
                        .systemStatus()
                        .details()
                        .getFirst()
                        .impairedSince())
                .isNotNull();
    }

    @Test
    void attributesTerraformReads() {
        String id = launch(1).getFirst();
        assertThat(attribute(id, "userData").userData().value())
                .isEqualTo(Base64.getEncoder().encodeToString("#!/bin/sh".getBytes(StandardCharsets.UTF_8)));
        assertThat(attribute(id, "disableApiTermination")
                        .disableApiTermination()
                        .value())
                .isFalse();
        assertThat(attribute(id, "disableApiStop").disableApiStop().value()).isFalse();
        assertThat(attribute(id, "instanceInitiatedShutdownBehavior")
                        .instanceInitiatedShutdownBehavior()
                        .value())
                .isEqualTo("terminate");
        assertThat(error(DescribeInstanceAttributeRequest.builder()
                        .instanceId(id)
                        .attribute("colour")
                        .build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(ModifyInstanceAttributeRequest.builder()
                        .instanceId(id)
                        .instanceType(type -> type.value("m1.large"))
                        .build()))
                .isEqualTo(Ec2Error.UNSUPPORTED_OPERATION);
        cloud.call(ModifyInstanceAttributeRequest.builder()
                .instanceId(id)
                .sourceDestCheck(flag -> flag.value(true))
                .build());
    }

    @Test
    void oneRequestChangesOneAttribute() {
        String id = launch(1).getFirst();
        ModifyInstanceAttributeRequest protection = ModifyInstanceAttributeRequest.builder()
                .instanceId(id)
                .disableApiTermination(flag -> flag.value(true))
                .build();
        for (ModifyInstanceAttributeRequest both : List.of(
                protection.toBuilder().groups("sg-00000000000000001").build(),
                protection.toBuilder()
                        .blockDeviceMappings(InstanceBlockDeviceMappingSpecification.builder()
                                .deviceName("/dev/sdf")
                                .build())
                        .build(),
                protection.toBuilder()
                        .attribute("sourceDestCheck")
                        .value("true")
                        .build(),
                protection.toBuilder().ebsOptimized(flag -> flag.value(false)).build())) {
            assertThat(error(both)).as("%s", both).isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
        }
        assertThat(attribute(id, "disableApiTermination")
                        .disableApiTermination()
                        .value())
                .isFalse();
        cloud.call(protection.toBuilder().attribute("disableApiTermination").build());
        assertThat(attribute(id, "disableApiTermination")
                        .disableApiTermination()
                        .value())
                .as("named twice, still one")
                .isTrue();
    }

    @Test
    void consoleOfOneThatHasNoneIsEmpty() {
        String id = launch(1).getFirst();
        GetConsoleOutputResponse unplaced =
                cloud.call(GetConsoleOutputRequest.builder().instanceId(id).build());
        assertThat(unplaced.output()).isNull();
        assertThat(unplaced.timestamp()).isNotNull();
        observe(id, InstancePhase.RUNNING, true);
        GetConsoleOutputResponse unknown =
                cloud.call(GetConsoleOutputRequest.builder().instanceId(id).build());
        assertThat(unknown.output()).as("the cluster says there is none").isNull();
        cloud.cluster.reachable(false);
        assertThat(error(GetConsoleOutputRequest.builder().instanceId(id).build()))
                .as("a failure is never turned into an empty console")
                .isEqualTo(Ec2Error.UNAVAILABLE);
        cloud.cluster.reachable(true);
    }

    private List<String> launch(int count) {
        RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                .imageId(image.value())
                .minCount(count)
                .maxCount(count)
                .clientToken("tok" + (entities() == 0 ? "" : entities()))
                .userData(Base64.getEncoder().encodeToString("#!/bin/sh".getBytes(StandardCharsets.UTF_8)))
                .build());
        return answer.instances().stream().map(Instance::instanceId).toList();
    }

    private static long entities() {
        return cloud.database.read(InstanceOpsTest::entities);
    }

    private static void observe(String id, InstancePhase phase, boolean reachable) {
        cloud.database.write(session -> session.find(InstanceEntity.class, id)
                .observe(
                        new ObservedInstance(
                                new InstanceId(id),
                                1,
                                0,
                                phase,
                                Optional.of(TestingCloud.NODES.getFirst()),
                                reachable,
                                Optional.empty(),
                                cloud.clock.instant()),
                        cloud.clock.instant()));
    }

    private static InstanceEntity row(String id) {
        return cloud.database.read(session -> session.find(InstanceEntity.class, id));
    }

    private static Instance describe(String id) {
        DescribeInstancesResponse answer =
                cloud.call(DescribeInstancesRequest.builder().instanceIds(id).build());
        return answer.reservations().getFirst().instances().getFirst();
    }

    private static TerminateInstancesResponse terminate(List<String> ids) {
        return cloud.call(TerminateInstancesRequest.builder().instanceIds(ids).build());
    }

    private static void reboot(String... ids) {
        cloud.call(RebootInstancesRequest.builder().instanceIds(ids).build());
    }

    private static DescribeInstanceAttributeResponse attribute(String id, String name) {
        return cloud.call(DescribeInstanceAttributeRequest.builder()
                .instanceId(id)
                .attribute(name)
                .build());
    }

    private static List<String> statuses(boolean all) {
        DescribeInstanceStatusResponse answer = cloud.call(
                DescribeInstanceStatusRequest.builder().includeAllInstances(all).build());
        return answer.instanceStatuses().stream()
                .map(status ->
                        status.instanceId() + " " + status.instanceStatus().statusAsString())
                .toList();
    }

    private static List<String> filtered(String name, String value) {
        DescribeInstancesResponse answer = cloud.call(
                DescribeInstancesRequest.builder().filters(filter(name, value)).build());
        return ids(answer);
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static List<String> ids(DescribeInstancesResponse answer) {
        return answer.reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(Instance::instanceId)
                .toList();
    }

    private static Object error(Object request) {
        Object[] error = new Object[1];
        assertThatThrownBy(() -> cloud.call(request)).extracting("error").satisfies(found -> error[0] = found);
        return error[0];
    }
}
