package io.jarrah.clc.instance.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.metadata.IdentitySigner;
import io.jarrah.clc.metadata.InstanceMetadataReader;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.id.ImageId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

class InstanceGroupsTest {
    @TempDir
    private Path state;

    private TestingCloud cloud;
    private ImageId image;
    private String web;
    private String admin;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        image = cloud.image(TestingCalls.ALICE, true);
        web = create("web");
        admin = create("admin");
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private String create(String name) {
        CreateSecurityGroupResponse made = cloud.call(CreateSecurityGroupRequest.builder()
                .groupName(name)
                .description("d")
                .build());
        return made.groupId();
    }

    @Test
    void withoutAnyItIsInTheDefaultGroup() {
        RunInstancesResponse answer = run(r -> r);
        assertThat(answer.groups()).isEmpty();
        assertThat(names(answer.instances().getFirst())).containsExactly("default");
        assertThat(describe(answer.instances().getFirst()).securityGroups())
                .isEqualTo(answer.instances().getFirst().securityGroups());
    }

    @Test
    void idsAndNamesMixAndTheInterfaceTakesIds() {
        assertThat(names(run(r -> r.securityGroupIds(web, web).securityGroups("admin", "web"))
                        .instances()
                        .getFirst()))
                .containsExactlyInAnyOrder("web", "admin");
        assertThat(names(run(r -> r.networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                                .deviceIndex(0)
                                .groups(admin)
                                .build()))
                        .instances()
                        .getFirst()))
                .containsExactly("admin");
        assertThat(names(run(r -> r.networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                                .deviceIndex(0)
                                .deleteOnTermination(true)
                                .build()))
                        .instances()
                        .getFirst()))
                .containsExactly("default");
    }

    @Test
    void launchesAreRefusedWithAmazonsCodes() {
        assertThat(error(r -> r.securityGroupIds(web)
                        .networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                                .deviceIndex(0)
                                .build())))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
        assertThat(error(r -> r.securityGroups("web")
                        .networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                                .deviceIndex(0)
                                .groups(web)
                                .build())))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
        assertThat(error(r -> r.securityGroups("nobody"))).isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
        assertThat(error(r -> r.securityGroupIds("sg-0123456789abcdef0"))).isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
        assertThat(error(r -> r.securityGroupIds("web"))).isEqualTo(Ec2Error.INVALID_GROUP_ID_MALFORMED);
        List<String> many =
                IntStream.range(0, 17).mapToObj(i -> create("g" + i)).toList();
        assertThat(error(r -> r.securityGroupIds(many)))
                .isEqualTo(Ec2Error.SECURITY_GROUPS_PER_INTERFACE_LIMIT_EXCEEDED);
        assertThatThrownBy(() -> cloud.call(
                        TestingCalls.BOB,
                        RunInstancesRequest.builder()
                                .imageId(image.value())
                                .minCount(1)
                                .maxCount(1)
                                .securityGroupIds(web)
                                .build()))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
    }

    @Test
    void groupsArePartOfWhatATokenStandsFor() {
        String first = run(r -> r.clientToken("t").securityGroupIds(web, admin))
                .instances()
                .getFirst()
                .instanceId();
        Instance repeated = run(r -> r.clientToken("t").securityGroupIds(admin, web))
                .instances()
                .getFirst();
        assertThat(repeated.instanceId()).isEqualTo(first);
        assertThat(names(repeated)).containsExactlyInAnyOrder("web", "admin");
        assertThat(error(r -> r.clientToken("t").securityGroupIds(web)))
                .isEqualTo(Ec2Error.IDEMPOTENT_PARAMETER_MISMATCH);
    }

    @Test
    void groupsOfALiveInstanceChange() {
        Instance instance = run(r -> r.securityGroups("web")).instances().getFirst();
        modify(instance, admin);
        assertThat(names(describe(instance))).containsExactly("admin");
        assertThat(attribute(instance)).extracting(GroupIdentifier::groupId).containsExactly(admin);
        modify(instance, admin, web);
        assertThat(names(describe(instance))).containsExactlyInAnyOrder("admin", "web");
        assertThatThrownBy(() -> modify(instance, "sg-0123456789abcdef0"))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
        cloud.call(TerminateInstancesRequest.builder()
                .instanceIds(instance.instanceId())
                .build());
        assertThatThrownBy(() -> modify(instance, admin))
                .extracting("error")
                .isEqualTo(Ec2Error.INCORRECT_INSTANCE_STATE);
        assertThat(names(describe(instance)))
                .as("an instance that is ending is still a member")
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"instance.group-name, web", "group-name, we*", "instance.group-id, sg-*", "group-id, sg-*"})
    void instancesAreFoundByTheirGroups(String filter, String value) {
        String id = run(r -> r.securityGroups("web")).instances().getFirst().instanceId();
        assertThat(found(filter, value)).containsExactly(id);
        assertThat(found(filter, "other")).isEmpty();
    }

    @Test
    void metadataTellsTheTruth() {
        Instance instance = run(r -> r.securityGroupIds(web, admin)).instances().getFirst();
        assertThat(metadata(instance))
                .containsEntry("security-groups", "admin\nweb")
                .containsEntry(mac(instance) + "security-groups", "admin\nweb")
                .containsEntry(mac(instance) + "security-group-ids", admin + "\n" + web);
        modify(instance, web);
        assertThat(metadata(instance))
                .containsEntry("security-groups", "web")
                .containsEntry(mac(instance) + "security-group-ids", web);
    }

    private String mac(Instance instance) {
        return "network/interfaces/macs/" + row(instance).mac().orElseThrow() + "/";
    }

    private Map<String, String> metadata(Instance instance) {
        return new InstanceMetadataReader(
                        cloud.database,
                        cloud.api.tags(),
                        "us-east-1",
                        TestingCloud.PLAN,
                        new IdentitySigner(state, cloud.clock, new SecureRandom())::get,
                        cloud.clock)
                .read(
                        TestingCloud.ZONE,
                        row(instance).network().orElseThrow(),
                        row(instance).privateIp().orElseThrow())
                .metaData();
    }

    private InstanceEntity row(Instance instance) {
        return cloud.database.read(session -> session.find(InstanceEntity.class, instance.instanceId()));
    }

    private List<String> found(String filter, String value) {
        DescribeInstancesResponse answer = cloud.call(DescribeInstancesRequest.builder()
                .filters(Filter.builder().name(filter).values(value).build())
                .build());
        return answer.reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(Instance::instanceId)
                .toList();
    }

    private Instance describe(Instance instance) {
        DescribeInstancesResponse answer = cloud.call(DescribeInstancesRequest.builder()
                .instanceIds(instance.instanceId())
                .build());
        assertThat(answer.reservations().getFirst().groups()).isEmpty();
        return answer.reservations().getFirst().instances().getFirst();
    }

    private List<GroupIdentifier> attribute(Instance instance) {
        DescribeInstanceAttributeResponse answer = cloud.call(DescribeInstanceAttributeRequest.builder()
                .instanceId(instance.instanceId())
                .attribute("groupSet")
                .build());
        return answer.groups();
    }

    private void modify(Instance instance, String... groups) {
        cloud.call(ModifyInstanceAttributeRequest.builder()
                .instanceId(instance.instanceId())
                .groups(groups)
                .build());
    }

    private static List<String> names(Instance instance) {
        return instance.securityGroups().stream()
                .map(GroupIdentifier::groupName)
                .toList();
    }

    private RunInstancesResponse run(UnaryOperator<RunInstancesRequest.Builder> change) {
        return cloud.call(request(change));
    }

    private RunInstancesRequest request(UnaryOperator<RunInstancesRequest.Builder> change) {
        return change.apply(RunInstancesRequest.builder()
                        .imageId(image.value())
                        .minCount(1)
                        .maxCount(1))
                .build();
    }

    private Object error(UnaryOperator<RunInstancesRequest.Builder> change) {
        Object[] error = new Object[1];
        assertThatThrownBy(() -> run(change)).extracting("error").satisfies(found -> error[0] = found);
        return error[0];
    }
}
