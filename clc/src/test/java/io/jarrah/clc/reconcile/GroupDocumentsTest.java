package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.cluster.ClusterEntity;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.securitygroup.Memberships;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.clc.securitygroup.SecurityGroupRef;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.id.SecurityGroupId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** What clusters are told of groups, over rows of two clusters. */
class GroupDocumentsTest {
    private static final ClusterName HERE = TestingCloud.ZONE;
    private static final ClusterName THERE = new ClusterName("zone2");

    private TestingCloud cloud;
    private ImageId image;
    private String web;
    private String admin;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        cloud.zone(THERE, List.of(new NodeName("n9")));
        image = cloud.image(TestingCalls.ALICE, true);
        web = create("web");
        admin = create("admin");
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void rulesFollowTheMembersAndMembersFollowTheReferences() {
        InstanceId server = run(HERE, web);
        String out = "0.0.0.0/0";
        SecurityRule everywhere = new SecurityRule(true, -1, -1, -1, Optional.of(out), Optional.empty());
        assertThat(document(HERE).groups())
                .containsExactly(new SecurityGroup(new SecurityGroupId(web), List.of(everywhere), List.of()));
        assertThat(document(HERE).endpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.instanceId()).isEqualTo(server);
            assertThat(endpoint.groups()).containsExactly(new SecurityGroupId(web));
        });
        assertThat(document(THERE).groups()).isEmpty();

        run(THERE, admin);
        permit(web, p -> p.ipProtocol("tcp")
                .fromPort(0)
                .toPort(22)
                .userIdGroupPairs(UserIdGroupPair.builder().groupId(admin).build()));
        permit(web, p -> p.ipProtocol("icmp")
                .fromPort(8)
                .toPort(0)
                .ipv6Ranges(Ipv6Range.builder().cidrIpv6("2001:db8::/32").build()));
        SecurityGroupId admins = new SecurityGroupId(admin);
        assertThat(document(HERE).groups())
                .as("members in another cluster, whose rules are not needed here")
                .contains(new SecurityGroup(admins, List.of(), List.of("172.16.8.2")))
                .anySatisfy(group -> assertThat(group.rules())
                        .containsExactly(
                                new SecurityRule(false, 1, 8, 0, Optional.of("2001:db8::/32"), Optional.empty()),
                                new SecurityRule(false, 6, 0, 22, Optional.empty(), Optional.of(admins)),
                                everywhere));
        assertThat(document(THERE).groups())
                .as("no rule there names it")
                .containsExactly(new SecurityGroup(admins, List.of(everywhere), List.of()));
        assertThat(document(HERE)).isEqualTo(document(HERE));
    }

    @Test
    void aChangeOfRulesReachesEveryCluster() {
        Generations before = generations();
        permit(web, p -> p.ipProtocol("-1")
                .ipRanges(IpRange.builder().cidrIp("10.0.0.0/8").build()));
        Generations permitted = generations();
        assertThat(permitted.here()).isGreaterThan(before.here());
        assertThat(permitted.there()).isGreaterThan(before.there());
        cloud.call(RevokeSecurityGroupIngressRequest.builder()
                .groupId(web)
                .ipPermissions(IpPermission.builder()
                        .ipProtocol("-1")
                        .ipRanges(IpRange.builder().cidrIp("10.0.0.0/8").build())
                        .build())
                .build());
        assertThat(generations().here()).isGreaterThan(permitted.here());
    }

    @Test
    void launchesAndEndsReachOtherClustersWhereAGroupIsNamed() {
        run(HERE, admin);
        Generations before = generations();
        run(HERE, web);
        assertThat(generations().there()).as("no rule names it").isEqualTo(before.there());
        permit(web, p -> p.ipProtocol("-1")
                .userIdGroupPairs(UserIdGroupPair.builder().groupId(web).build()));
        Generations named = generations();
        InstanceId second = run(HERE, web);
        assertThat(generations().there()).isGreaterThan(named.there());
        run(THERE, web);
        assertThat(members(THERE, web)).hasSize(3);

        Generations running = generations();
        cloud.call(
                TerminateInstancesRequest.builder().instanceIds(second.value()).build());
        assertThat(members(THERE, web)).as("until nothing is left of it").hasSize(3);
        assertThat(end(second)).containsExactly(THERE);
        assertThat(generations().there()).isGreaterThan(running.there());
        assertThat(generations().here()).isGreaterThan(running.here());
        assertThat(members(THERE, web)).hasSize(2);
        List<SecurityGroupRef> left = cloud.database.read(session -> Memberships.of(session, second));
        assertThat(left).isEmpty();
    }

    @Test
    void aChangeOfMembershipReachesOtherClusters() {
        InstanceId moving = run(HERE, admin);
        run(THERE, web);
        permit(web, p -> p.ipProtocol("-1")
                .userIdGroupPairs(UserIdGroupPair.builder().groupId(web).build()));
        Generations before = generations();
        cloud.call(ModifyInstanceAttributeRequest.builder()
                .instanceId(moving.value())
                .groups(web)
                .build());
        assertThat(generations().here()).isGreaterThan(before.here());
        assertThat(generations().there()).isGreaterThan(before.there());
        assertThat(members(THERE, web)).hasSize(2);
        assertThat(document(HERE).endpoints()).singleElement().satisfies(endpoint -> assertThat(endpoint.groups())
                .containsExactly(new SecurityGroupId(web)));
    }

    @Test
    void theReconcilerTellsTheCluster() {
        Crashable process = new Crashable(cloud, cloud.cluster);
        run(HERE, web);
        process.converge();
        permit(web, p -> p.ipProtocol("tcp")
                .fromPort(80)
                .toPort(80)
                .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build()));
        process.converge();
        assertThat(cloud.cluster.network()).isEqualTo(document(HERE));
        assertThat(cloud.cluster.network().groups()).singleElement().satisfies(group -> assertThat(group.rules())
                .contains(new SecurityRule(false, 6, 80, 80, Optional.of("0.0.0.0/0"), Optional.empty())));
    }

    private record Generations(long here, long there) {}

    private Generations generations() {
        return cloud.database.read(session -> new Generations(
                Clusters.find(session, HERE)
                        .map(ClusterEntity::networkGeneration)
                        .orElseThrow(),
                Clusters.find(session, THERE)
                        .map(ClusterEntity::networkGeneration)
                        .orElseThrow()));
    }

    private NetworkDocument document(ClusterName cluster) {
        return new ClusterRows(cloud.database, TestingCloud.PLAN, TestingCloud.LINKS, new RuleNotes()).network(cluster);
    }

    private List<String> members(ClusterName cluster, String group) {
        return document(cluster).groups().stream()
                .filter(found -> found.id().value().equals(group))
                .findFirst()
                .orElseThrow()
                .members();
    }

    private Set<ClusterName> end(InstanceId id) {
        ObservedInstance report = new ObservedInstance(
                id, 2, 0, InstancePhase.TERMINATED, Optional.empty(), true, Optional.empty(), cloud.clock.instant());
        return new Observations(cloud.database, cloud.clock, instance -> {}, new SimpleMeterRegistry())
                .instances(HERE, new Changes<>(Revision.NONE, false, List.of(report)));
    }

    private String create(String name) {
        CreateSecurityGroupResponse made = cloud.call(CreateSecurityGroupRequest.builder()
                .groupName(name)
                .description("d")
                .build());
        return made.groupId();
    }

    private void permit(String group, Consumer<IpPermission.Builder> permission) {
        cloud.call(AuthorizeSecurityGroupIngressRequest.builder()
                .groupId(group)
                .ipPermissions(IpPermission.builder().applyMutation(permission).build())
                .build());
    }

    private InstanceId run(ClusterName zone, String group) {
        return cloud.run(image, zone, group);
    }
}
