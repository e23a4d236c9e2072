package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Documents of which only what changed is read, over rows of two clusters. */
class NetworkReaderTest {
    private static final ClusterName HERE = TestingCloud.ZONE;
    private static final ClusterName THERE = new ClusterName("zone2");

    private final List<String> groups = new ArrayList<>();
    private final List<InstanceId> instances = new ArrayList<>();
    private TestingCloud cloud;
    private ImageId image;
    private ClusterRows rows;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        cloud.zone(THERE, List.of(new NodeName("n9")));
        image = cloud.image(TestingCalls.ALICE, true);
        for (int i = 0; i < 5; i++) {
            CreateSecurityGroupResponse made = cloud.call(CreateSecurityGroupRequest.builder()
                    .groupName("g" + i)
                    .description("d")
                    .build());
            groups.add(made.groupId());
        }
        rows = new ClusterRows(cloud.database, TestingCloud.PLAN, TestingCloud.LINKS, cloud.api.ruleNotes());
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private NetworkDocument whole(ClusterName cluster) {
        return new ClusterRows(cloud.database, TestingCloud.PLAN, TestingCloud.LINKS, new RuleNotes()).network(cluster);
    }

    @Test
    void isWhatReadingEverythingGivesWhateverChanges() {
        Random random = new Random(39);
        for (int step = 0; step < 400; step++) {
            change(random);
            // Sometimes several changes are read at once.
            if (random.nextInt(3) > 0) {
                assertThat(rows.network(HERE)).as("step %d", step).isEqualTo(whole(HERE));
                assertThat(rows.network(THERE)).as("step %d", step).isEqualTo(whole(THERE));
            }
        }
        assertThat(instances).as("there was something to be told").isNotEmpty();
    }

    @Test
    void isTheSameInTheEndWhenRowsChangeWhileTheyAreRead() throws Exception {
        Random random = new Random(40);
        FutureTask<Boolean> writing = new FutureTask<>(
                () -> {
                    for (int step = 0; step < 150; step++) {
                        change(random);
                    }
                },
                true);
        Thread.ofVirtual().start(writing);
        while (!writing.isDone()) {
            assertThat(rows.network(HERE).generation()).isPositive();
            assertThat(rows.network(THERE).generation()).isPositive();
        }
        assertThat(writing.get()).isTrue();
        assertThat(rows.network(HERE)).isEqualTo(whole(HERE));
        assertThat(rows.network(THERE)).isEqualTo(whole(THERE));
    }

    @Test
    void readsNothingButTheRulesThatChanged() {
        run(HERE, groups.get(0));
        assertThat(hostnames(rows)).doesNotContain("renamed");
        renameBehindItsBack();
        permit(false, groups.get(0), prefix(1));
        assertThat(hostnames(rows)).doesNotContain("renamed");
        assertThat(rules(rows, groups.get(0))).as("everything out, and this").isEqualTo(2);
    }

    @Test
    void readsEverythingWhenNotesAreMissing() {
        run(HERE, groups.get(0));
        ClusterRows other = new ClusterRows(cloud.database, TestingCloud.PLAN, TestingCloud.LINKS, new RuleNotes());
        assertThat(hostnames(rows)).isEqualTo(hostnames(other));
        renameBehindItsBack();
        permit(false, groups.get(0), prefix(1));
        assertThat(hostnames(other)).as("another process, or after a restart").contains("renamed");
        cloud.database.write(Clusters::networkChangedEverywhere);
        permit(false, groups.get(0), prefix(2));
        assertThat(hostnames(rows)).as("between two changes of this process").contains("renamed");
    }

    @Test
    void readsEverythingWhenItIsToBeToldAgain() {
        run(HERE, groups.get(0));
        permit(false, groups.get(0), prefix(1));
        assertThat(hostnames(rows)).doesNotContain("renamed");
        renameBehindItsBack();
        assertThat(hostnames(rows)).contains("renamed");
    }

    /** Nobody does that: who changes what documents are made of gives them another generation. */
    private void renameBehindItsBack() {
        int renamed = cloud.database.write(
                session -> session.createMutationQuery("update InstanceEntity set hostname = 'renamed'")
                        .executeUpdate());
        assertThat(renamed).isPositive();
    }

    private static List<String> hostnames(ClusterRows rows) {
        return rows.network(HERE).endpoints().stream()
                .map(NetworkEndpoint::hostname)
                .toList();
    }

    private static int rules(ClusterRows rows, String group) {
        return rows.network(HERE).groups().stream()
                .filter(found -> found.id().value().equals(group))
                .mapToInt(found -> found.rules().size())
                .sum();
    }

    private void change(Random random) {
        String group = any(groups, random);
        switch (random.nextInt(12)) {
            case 0 -> {
                if (instances.size() < 12) {
                    run(random.nextBoolean() ? HERE : THERE, group);
                }
            }
            case 1 -> {
                if (!instances.isEmpty()) {
                    end(instances.remove(random.nextInt(instances.size())));
                }
            }
            case 2 -> {
                if (!instances.isEmpty()) {
                    cloud.call(ModifyInstanceAttributeRequest.builder()
                            .instanceId(any(instances, random).value())
                            .groups(group, groups.get(0))
                            .build());
                }
            }
            case 3, 4, 5 -> permit(random.nextBoolean(), group, prefix(random.nextInt(250)));
            case 6, 7 -> permit(random.nextBoolean(), group, reference(any(groups, random)));
            case 8 -> modify(group, random);
            default -> revoke(group, random);
        }
    }

    private static <T> T any(List<T> items, Random random) {
        return items.get(random.nextInt(items.size()));
    }

    private static IpPermission prefix(int number) {
        return IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(number)
                .toPort(number)
                .ipRanges(IpRange.builder().cidrIp("192.0.2." + number + "/32").build())
                .build();
    }

    private static IpPermission reference(String group) {
        return IpPermission.builder()
                .ipProtocol("-1")
                .userIdGroupPairs(UserIdGroupPair.builder().groupId(group).build())
                .build();
    }

    /** Unless it is permitted already. */
    private void permit(boolean egress, String group, IpPermission permission) {
        boolean known = known(group).stream()
                .anyMatch(rule -> rule.isEgress() == egress
                        && (permission.ipRanges().isEmpty()
                                ? rule.referencedGroupInfo() != null
                                        && rule.referencedGroupInfo()
                                                .groupId()
                                                .equals(permission
                                                        .userIdGroupPairs()
                                                        .getFirst()
                                                        .groupId())
                                : permission.ipRanges().getFirst().cidrIp().equals(rule.cidrIpv4())));
        if (known) {
            return;
        }
        cloud.call(
                egress
                        ? AuthorizeSecurityGroupEgressRequest.builder()
                                .groupId(group)
                                .ipPermissions(permission)
                                .build()
                        : AuthorizeSecurityGroupIngressRequest.builder()
                                .groupId(group)
                                .ipPermissions(permission)
                                .build());
    }

    private List<SecurityGroupRule> known(String group) {
        DescribeSecurityGroupRulesResponse found = cloud.call(DescribeSecurityGroupRulesRequest.builder()
                .filters(Filter.builder().name("group-id").values(group).build())
                .build());
        return found.securityGroupRules();
    }

    private void revoke(String group, Random random) {
        List<SecurityGroupRule> known = known(group);
        if (known.isEmpty()) {
            return;
        }
        SecurityGroupRule rule = any(known, random);
        cloud.call(
                rule.isEgress()
                        ? RevokeSecurityGroupEgressRequest.builder()
                                .groupId(group)
                                .securityGroupRuleIds(rule.securityGroupRuleId())
                                .build()
                        : RevokeSecurityGroupIngressRequest.builder()
                                .groupId(group)
                                .securityGroupRuleIds(rule.securityGroupRuleId())
                                .build());
    }

    /** What named a group names a prefix then that nothing else does. */
    private void modify(String group, Random random) {
        List<SecurityGroupRule> known = known(group);
        if (known.isEmpty()) {
            return;
        }
        String prefix = "198.51.100." + random.nextInt(250) + "/32";
        if (known.stream().anyMatch(rule -> prefix.equals(rule.cidrIpv4()))) {
            return;
        }
        SecurityGroupRuleUpdate update = SecurityGroupRuleUpdate.builder()
                .securityGroupRuleId(any(known, random).securityGroupRuleId())
                .securityGroupRule(SecurityGroupRuleRequest.builder()
                        .ipProtocol("udp")
                        .fromPort(53)
                        .toPort(53)
                        .cidrIpv4(prefix)
                        .build())
                .build();
        cloud.call(ModifySecurityGroupRulesRequest.builder()
                .groupId(group)
                .securityGroupRules(update)
                .build());
    }

    private void run(ClusterName zone, String group) {
        instances.add(cloud.run(image, zone, group));
    }

    private void end(InstanceId id) {
        ObservedInstance report = new ObservedInstance(
                id, 2, 0, InstancePhase.TERMINATED, Optional.empty(), true, Optional.empty(), cloud.clock.instant());
        ClusterName zone = rows.network(HERE).endpoints().stream()
                        .anyMatch(endpoint -> endpoint.instanceId().equals(id))
                ? HERE
                : THERE;
        new Observations(cloud.database, cloud.clock, instance -> {}, new SimpleMeterRegistry())
                .instances(zone, new Changes<>(Revision.NONE, false, List.of(report)));
    }
}
