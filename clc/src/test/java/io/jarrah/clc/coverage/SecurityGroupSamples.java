package io.jarrah.clc.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.testing.TestingCalls;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;

/** The samples of the actions on security groups. */
final class SecurityGroupSamples {
    private static final String NO_GROUP = "sg-00000000000000001";
    private static final IpPermission SSH = IpPermission.builder()
            .ipProtocol("tcp")
            .fromPort(22)
            .toPort(22)
            .ipRanges(IpRange.builder().cidrIp("203.0.113.7/24").build())
            .build();
    private static final IpPermission EVERYTHING = IpPermission.builder()
            .ipProtocol("-1")
            .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
            .build();

    private final Map<String, ActionSample> samples;
    private final AtomicInteger names = new AtomicInteger();

    private SecurityGroupSamples(Map<String, ActionSample> samples) {
        this.samples = samples;
    }

    static void addTo(Map<String, ActionSample> samples) {
        SecurityGroupSamples mine = new SecurityGroupSamples(samples);
        mine.groups();
        mine.ingress();
        mine.egress();
        mine.rules();
        mine.descriptions();
    }

    private void sample(
            String action,
            Consumer<World> works,
            Consumer<World> stranger,
            Function<World, ThrowingCallable> error,
            String errorCode) {
        samples.put(action, new ActionSample(works, stranger, error, errorCode));
    }

    /** A fresh group of alice's. */
    private String group(World world) {
        return world.alice
                .createSecurityGroup(
                        r -> r.groupName("sample " + names.incrementAndGet()).description("of a sample"))
                .groupId();
    }

    private void groups() {
        sample(
                "CreateSecurityGroup",
                w -> assertThat(group(w)).startsWith("sg-"),
                w -> assertThat(w.bob.createSecurityGroup(
                                        r -> r.groupName("bobs").description("d"))
                                .groupId())
                        .startsWith("sg-"),
                w -> () -> w.alice.createSecurityGroup(
                        r -> r.groupName("x").description("d").vpcId("vpc-00000000000000001")),
                "InvalidVpcID.NotFound");
        sample(
                "DeleteSecurityGroup",
                w -> {
                    String id = group(w);
                    assertThat(w.alice.deleteSecurityGroup(r -> r.groupId(id)).groupId())
                            .isEqualTo(id);
                },
                w -> assertThat(World.code(() -> w.bob.deleteSecurityGroup(r -> r.groupId(group(w)))))
                        .isEqualTo("InvalidGroup.NotFound"),
                w -> () -> w.alice.deleteSecurityGroup(r -> r.groupName("default")),
                "CannotDelete");
        sample(
                "DescribeSecurityGroups",
                w -> assertThat(w.alice
                                .describeSecurityGroups(r -> r.groupNames("default"))
                                .securityGroups())
                        .singleElement()
                        .satisfies(group -> {
                            assertThat(group.ipPermissions()).hasSize(1);
                            assertThat(group.ipPermissionsEgress()).hasSize(1);
                            assertThat(group.vpcId()).startsWith("vpc-");
                        }),
                w -> assertThat(World.code(() -> w.bob.describeSecurityGroups(r -> r.groupIds(group(w)))))
                        .isEqualTo("InvalidGroup.NotFound"),
                w -> () -> w.alice.describeSecurityGroups(r -> r.groupIds("nonsense")),
                "InvalidGroupId.Malformed");
    }

    private void ingress() {
        sample(
                "AuthorizeSecurityGroupIngress",
                w -> {
                    String id = group(w);
                    assertThat(w.alice
                                    .authorizeSecurityGroupIngress(
                                            r -> r.groupId(id).ipPermissions(SSH))
                                    .securityGroupRules())
                            .singleElement()
                            .satisfies(rule -> assertThat(rule.cidrIpv4()).isEqualTo("203.0.113.0/24"));
                },
                w -> assertThat(World.code(() -> w.bob.authorizeSecurityGroupIngress(
                                r -> r.groupId(group(w)).ipPermissions(SSH))))
                        .isEqualTo("InvalidGroup.NotFound"),
                w -> () -> {
                    String id = group(w);
                    w.alice.authorizeSecurityGroupIngress(r -> r.groupId(id).ipPermissions(SSH));
                    w.alice.authorizeSecurityGroupIngress(r -> r.groupId(id).ipPermissions(SSH));
                },
                "InvalidPermission.Duplicate");
        sample(
                "RevokeSecurityGroupIngress",
                w -> {
                    String id = group(w);
                    w.alice.authorizeSecurityGroupIngress(r -> r.groupId(id).ipPermissions(SSH));
                    assertThat(w.alice
                                    .revokeSecurityGroupIngress(
                                            r -> r.groupId(id).ipPermissions(SSH))
                                    .revokedSecurityGroupRules())
                            .hasSize(1);
                },
                w -> assertThat(World.code(() -> w.bob.revokeSecurityGroupIngress(
                                r -> r.groupId(group(w)).ipPermissions(SSH))))
                        .isEqualTo("InvalidGroup.NotFound"),
                w -> () -> w.alice.revokeSecurityGroupIngress(
                        r -> r.groupId(group(w)).ipPermissions(SSH)),
                "InvalidPermission.NotFound");
    }

    private void egress() {
        sample(
                "AuthorizeSecurityGroupEgress",
                w -> assertThat(w.alice
                                .authorizeSecurityGroupEgress(
                                        r -> r.groupId(group(w)).ipPermissions(SSH))
                                .securityGroupRules())
                        .singleElement()
                        .satisfies(rule -> assertThat(rule.isEgress()).isTrue()),
                w -> assertThat(World.code(() -> w.bob.authorizeSecurityGroupEgress(
                                r -> r.groupId(group(w)).ipPermissions(SSH))))
                        .isEqualTo("InvalidGroup.NotFound"),
                w -> () -> w.alice.authorizeSecurityGroupEgress(
                        r -> r.groupId(group(w)).ipPermissions(EVERYTHING)),
                "InvalidPermission.Duplicate");
        sample(
                "RevokeSecurityGroupEgress",
                w -> assertThat(w.alice
                                .revokeSecurityGroupEgress(
                                        r -> r.groupId(group(w)).ipPermissions(EVERYTHING))
                                .returnValue())
                        .isTrue(),
                w -> assertThat(World.code(() -> w.bob.revokeSecurityGroupEgress(
                                r -> r.groupId(group(w)).ipPermissions(EVERYTHING))))
                        .isEqualTo("InvalidGroup.NotFound"),
                w -> () -> w.alice.revokeSecurityGroupEgress(
                        r -> r.groupId(NO_GROUP).ipPermissions(EVERYTHING)),
                "InvalidGroup.NotFound");
    }

    private void rules() {
        sample(
                "DescribeSecurityGroupRules",
                w -> {
                    Filter own =
                            Filter.builder().name("group-id").values(group(w)).build();
                    assertThat(w.alice
                                    .describeSecurityGroupRules(r -> r.filters(own))
                                    .securityGroupRules())
                            .singleElement()
                            .satisfies(rule -> assertThat(rule.isEgress()).isTrue());
                },
                w -> {
                    List<String> his = w.bob.describeSecurityGroupRules(r -> {}).securityGroupRules().stream()
                            .map(rule -> rule.groupOwnerId())
                            .distinct()
                            .toList();
                    assertThat(his).doesNotContain(TestingCalls.ALICE.value());
                },
                w -> () -> w.alice.describeSecurityGroupRules(r -> r.securityGroupRuleIds("sgr-00000000000000001")),
                "InvalidSecurityGroupRuleId.NotFound");
        sample(
                "ModifySecurityGroupRules",
                w -> {
                    String id = group(w);
                    assertThat(w.alice
                                    .modifySecurityGroupRules(r -> r.groupId(id)
                                            .securityGroupRules(SecurityGroupRuleUpdate.builder()
                                                    .securityGroupRuleId(rule(w, id))
                                                    .securityGroupRule(n ->
                                                            n.ipProtocol("-1").cidrIpv6("2001:db8::1/32"))
                                                    .build()))
                                    .returnValue())
                            .isTrue();
                },
                w -> {
                    String id = group(w);
                    assertThat(World.code(() -> w.bob.modifySecurityGroupRules(r -> r.groupId(id)
                                    .securityGroupRules(SecurityGroupRuleUpdate.builder()
                                            .securityGroupRuleId(rule(w, id))
                                            .securityGroupRule(
                                                    n -> n.ipProtocol("-1").cidrIpv4("10.0.0.0/8"))
                                            .build()))))
                            .isEqualTo("InvalidGroup.NotFound");
                },
                w -> () -> w.alice.modifySecurityGroupRules(r -> r.groupId(group(w))),
                "MissingParameter");
    }

    private static String rule(World world, String group) {
        Filter own = Filter.builder().name("group-id").values(group).build();
        return world.alice
                .describeSecurityGroupRules(r -> r.filters(own))
                .securityGroupRules()
                .getFirst()
                .securityGroupRuleId();
    }

    private void descriptions() {
        sample(
                "UpdateSecurityGroupRuleDescriptionsIngress",
                w -> {
                    String id = group(w);
                    w.alice.authorizeSecurityGroupIngress(r -> r.groupId(id).ipPermissions(SSH));
                    assertThat(w.alice
                                    .updateSecurityGroupRuleDescriptionsIngress(
                                            r -> r.groupId(id).ipPermissions(SSH))
                                    .returnValue())
                            .isTrue();
                },
                w -> assertThat(World.code(() -> w.bob.updateSecurityGroupRuleDescriptionsIngress(
                                r -> r.groupId(group(w)).ipPermissions(SSH))))
                        .isEqualTo("InvalidGroup.NotFound"),
                w -> () -> w.alice.updateSecurityGroupRuleDescriptionsIngress(
                        r -> r.groupId(group(w)).ipPermissions(SSH)),
                "InvalidPermission.NotFound");
        sample(
                "UpdateSecurityGroupRuleDescriptionsEgress",
                w -> assertThat(w.alice
                                .updateSecurityGroupRuleDescriptionsEgress(
                                        r -> r.groupId(group(w)).ipPermissions(EVERYTHING))
                                .returnValue())
                        .isTrue(),
                w -> assertThat(World.code(() -> w.bob.updateSecurityGroupRuleDescriptionsEgress(
                                r -> r.groupId(group(w)).ipPermissions(EVERYTHING))))
                        .isEqualTo("InvalidGroup.NotFound"),
                w -> () -> w.alice.updateSecurityGroupRuleDescriptionsEgress(r -> r.groupId(group(w))),
                "MissingParameter");
    }
}
