package io.jarrah.clc.securitygroup.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.id.AccountId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

class SecurityGroupOpsTest {
    private TestingCloud cloud;
    private GroupCalls groups;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        groups = new GroupCalls(cloud);
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void aNewGroupLetsNothingInAndByARuleEverythingOut() {
        CreateSecurityGroupResponse made = cloud.call(CreateSecurityGroupRequest.builder()
                .groupName("web servers  ")
                .description("what the world sees")
                .vpcId(DefaultVpc.vpc(TestingCalls.ALICE))
                .tagSpecifications(TagSpecification.builder()
                        .resourceType(ResourceType.SECURITY_GROUP)
                        .tags(tag("stage", "test"))
                        .build())
                .build());
        assertThat(made.groupId()).matches("sg-[0-9a-f]{17}");
        assertThat(made.securityGroupArn())
                .isEqualTo("arn:aws:ec2:us-east-1:" + TestingCalls.ALICE + ":security-group/" + made.groupId());
        SecurityGroup group = groups.group(made.groupId());
        assertThat(group.groupName()).isEqualTo("web servers");
        assertThat(group.description()).isEqualTo("what the world sees");
        assertThat(group.ownerId()).isEqualTo(TestingCalls.ALICE.value());
        assertThat(group.vpcId()).isEqualTo(DefaultVpc.vpc(TestingCalls.ALICE));
        assertThat(group.tags()).containsExactly(tag("stage", "test"));
        assertThat(group.ipPermissions()).isEmpty();
        assertThat(group.ipPermissionsEgress()).singleElement().satisfies(out -> {
            assertThat(out.ipProtocol()).isEqualTo("-1");
            assertThat(out.fromPort()).isNull();
            assertThat(out.toPort()).isNull();
            assertThat(out.ipRanges()).singleElement().extracting("cidrIp").isEqualTo("0.0.0.0/0");
        });
    }

    @Test
    void everyAccountHasADefaultGroupThatCannotBeDeleted() {
        SecurityGroup mine = only(TestingCalls.ALICE);
        assertThat(mine.groupName()).isEqualTo("default");
        assertThat(mine.description()).isEqualTo("default VPC security group");
        assertThat(mine.ipPermissions()).singleElement().satisfies(in -> {
            assertThat(in.ipProtocol()).isEqualTo("-1");
            assertThat(in.userIdGroupPairs()).singleElement().satisfies(pair -> {
                assertThat(pair.groupId()).isEqualTo(mine.groupId());
                assertThat(pair.userId()).isEqualTo(TestingCalls.ALICE.value());
            });
        });
        assertThat(only(TestingCalls.BOB).groupId()).isNotEqualTo(mine.groupId());
        ApiException refused = groups.refused(
                DeleteSecurityGroupRequest.builder().groupId(mine.groupId()).build());
        assertThat(refused.error()).isEqualTo(Ec2Error.CANNOT_DELETE);
        assertThat(refused)
                .hasMessage("the specified group: \"" + mine.groupId()
                        + "\" name: \"default\" cannot be deleted by a user");
        assertThat(only(TestingCalls.ALICE).groupId()).isEqualTo(mine.groupId());
    }

    private SecurityGroup only(AccountId account) {
        DescribeSecurityGroupsResponse answer =
                cloud.call(account, DescribeSecurityGroupsRequest.builder().build());
        assertThat(answer.securityGroups()).hasSize(1);
        return answer.securityGroups().getFirst();
    }

    @Test
    void whoeverNeedsTheDefaultGroupFirstThereIsOne() throws Exception {
        Set<String> ids = new HashSet<>();
        for (String id : together(8, () -> only(TestingCalls.ALICE).groupId())) {
            ids.add(id);
        }
        assertThat(ids).hasSize(1);
    }

    @Test
    void oneOfManyGetsTheName() throws Exception {
        List<Object> outcomes = together(8, () -> {
            try {
                return groups.create("wanted");
            } catch (ApiException e) {
                return e.error();
            }
        });
        assertThat(outcomes)
                .hasSize(8)
                .filteredOn(Ec2Error.INVALID_GROUP_DUPLICATE::equals)
                .hasSize(7);
    }

    private static <T> List<T> together(int times, Callable<T> call) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<Future<T>> answers = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                answers.add(threads.submit(call));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> answer : answers) {
                results.add(answer.get());
            }
            return results;
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"\", d, , MISSING_PARAMETER",
                "a, \"\", , MISSING_PARAMETER",
                "sg-a, d, , INVALID_PARAMETER_VALUE",
                "default, d, , INVALID_PARAMETER_VALUE",
                "gr\u00fcn, d, , INVALID_PARAMETER_VALUE",
                "a, \"<b>\", , INVALID_PARAMETER_VALUE",
                "a, d, vpc-0123456789abcdef0, INVALID_VPC_ID_NOT_FOUND",
                "taken, d, , INVALID_GROUP_DUPLICATE",
            })
    void creationIsRefused(String name, String description, String vpc, Ec2Error error) {
        groups.create("taken");
        assertThat(groups.error(CreateSecurityGroupRequest.builder()
                        .groupName(name)
                        .description(description)
                        .vpcId(vpc)
                        .build()))
                .isEqualTo(error);
        assertThat(groups.create(TestingCalls.BOB, "taken")).startsWith("sg-");
    }

    @Test
    void accountsHaveALimit() {
        cloud.database.write(session -> {
            SecurityGroups repository = new SecurityGroups(cloud.api.tags(), new Random(3), false);
            for (int i = 0; i < SecurityGroups.MAX_PER_ACCOUNT; i++) {
                repository.create(session, TestingCalls.ALICE, "g" + i, "d", Map.of(), TestingCalls.NOW);
            }
            return true;
        });
        assertThat(groups.error(CreateSecurityGroupRequest.builder()
                        .groupName("more")
                        .description("d")
                        .build()))
                .isEqualTo(Ec2Error.SECURITY_GROUP_LIMIT_EXCEEDED);
    }

    @Test
    void aGroupInUseOrNamedByAnotherStays() {
        String used = groups.create("used");
        String named = groups.create("named");
        String naming = groups.create("naming");
        String itself = groups.create("itself");
        groups.permit(
                naming,
                GroupCalls.permission(
                        "-1",
                        p -> p.userIdGroupPairs(
                                UserIdGroupPair.builder().groupId(named).build())));
        groups.permit(
                itself,
                GroupCalls.permission(
                        "-1",
                        p -> p.userIdGroupPairs(
                                UserIdGroupPair.builder().groupId(itself).build())));
        cloud.call(RunInstancesRequest.builder()
                .imageId(cloud.image(TestingCalls.ALICE, false).value())
                .minCount(1)
                .maxCount(1)
                .securityGroupIds(used)
                .build());
        for (String busy : List.of(used, named)) {
            ApiException refused = groups.refused(
                    DeleteSecurityGroupRequest.builder().groupId(busy).build());
            assertThat(refused.error()).isEqualTo(Ec2Error.DEPENDENCY_VIOLATION);
            assertThat(refused).hasMessage("resource " + busy + " has a dependent object");
        }
        delete(itself);
        delete(naming);
        delete(named);
        assertThat(groups.described(DescribeSecurityGroupsRequest.builder().build()))
                .extracting(SecurityGroup::groupName)
                .contains("used")
                .doesNotContain("naming", "named", "itself");
    }

    private void delete(String id) {
        DeleteSecurityGroupResponse answer =
                cloud.call(DeleteSecurityGroupRequest.builder().groupId(id).build());
        assertThat(answer.returnValue()).isTrue();
        assertThat(answer.groupId()).isEqualTo(id);
    }

    @Test
    void deletionIsByIdOrByNameAndTakesTheTagsAlong() {
        String id = groups.create("gone");
        String rule = groups.permit(id, GroupCalls.tcp(22, 22, "10.0.0.0/8"))
                .getFirst()
                .securityGroupRuleId();
        cloud.call(CreateTagsRequest.builder()
                .resources(id, rule)
                .tags(tag("a", "b"))
                .build());
        assertThat(tags()).isEqualTo(2);
        cloud.call(DeleteSecurityGroupRequest.builder().groupName("gone").build());
        assertThat(tags()).isZero();
        assertThat(groups.error(
                        DeleteSecurityGroupRequest.builder().groupName("gone").build()))
                .isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
        assertThat(groups.error(DeleteSecurityGroupRequest.builder().groupId(id).build()))
                .isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
        assertThat(groups.error(
                        DeleteSecurityGroupRequest.builder().groupId("nonsense").build()))
                .isEqualTo(Ec2Error.INVALID_GROUP_ID_MALFORMED);
        assertThat(groups.error(DeleteSecurityGroupRequest.builder().build())).isEqualTo(Ec2Error.MISSING_PARAMETER);
        assertThat(groups.error(DeleteSecurityGroupRequest.builder()
                        .groupName("a")
                        .groupId(id)
                        .build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
        String bobs = groups.create(TestingCalls.BOB, "bobs");
        assertThat(groups.error(
                        DeleteSecurityGroupRequest.builder().groupId(bobs).build()))
                .isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
    }

    private int tags() {
        DescribeTagsResponse answer = cloud.call(DescribeTagsRequest.builder().build());
        return answer.tags().size();
    }

    @ParameterizedTest
    @CsvSource({
        "description, for a test",
        "group-name, w*",
        "owner-id, 111122223333",
        "tag:role, web",
        "tag-key, role",
        "ip-permission.cidr, 203.0.113.0/24",
        "ip-permission.ipv6-cidr, 2001:db8::/32",
        "ip-permission.from-port, 0",
        "ip-permission.to-port, 443",
        "ip-permission.protocol, tcp",
        "ip-permission.protocol, 6",
        "ip-permission.group-name, friend",
        "ip-permission.user-id, 444455556666",
        "egress.ip-permission.protocol, udp",
        "egress.ip-permission.to-port, 53",
        "egress.ip-permission.from-port, 53",
        "egress.ip-permission.cidr, 192.0.2.0/24",
    })
    void isFoundByFilter(String name, String value) {
        String web = groups.create("web");
        String friend = groups.create(TestingCalls.BOB, "friend");
        cloud.call(CreateTagsRequest.builder()
                .resources(web)
                .tags(tag("role", "web"))
                .build());
        groups.permit(web, GroupCalls.permission("tcp", p -> p.fromPort(0)
                .toPort(443)
                .ipRanges(IpRange.builder().cidrIp("203.0.113.7/24").build())
                .ipv6Ranges(Ipv6Range.builder().cidrIpv6("2001:DB8::1/32").build())
                .userIdGroupPairs(UserIdGroupPair.builder()
                        .groupId(friend)
                        .userId(TestingCalls.BOB.value())
                        .build())));
        groups.permitOut(web, GroupCalls.permission("udp", p -> p.fromPort(53)
                .toPort(53)
                .ipRanges(IpRange.builder().cidrIp("192.0.2.0/24").build())));
        Filter filter = Filter.builder().name(name).values(value).build();
        List<SecurityGroup> found = groups.described(
                DescribeSecurityGroupsRequest.builder().filters(filter).build());
        assertThat(found).extracting(SecurityGroup::groupId).contains(web);
        if (!name.equals("owner-id")) {
            assertThat(found).hasSize(1);
        }
        Filter none = Filter.builder().name(name).values("no such thing").build();
        assertThat(groups.described(
                        DescribeSecurityGroupsRequest.builder().filters(none).build()))
                .isEmpty();
    }

    @Test
    void isDescribedByIdAndNameInPages() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            made.add(groups.create("g" + i));
        }
        assertThat(groups.described(DescribeSecurityGroupsRequest.builder()
                        .groupNames("g3", "default")
                        .build()))
                .extracting(SecurityGroup::groupName)
                .containsExactlyInAnyOrder("g3", "default");
        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            DescribeSecurityGroupsResponse page = cloud.call(DescribeSecurityGroupsRequest.builder()
                    .maxResults(5)
                    .nextToken(token)
                    .build());
            page.securityGroups().forEach(group -> seen.add(group.groupId()));
            token = page.nextToken();
        } while (token != null);
        assertThat(seen).hasSize(12).doesNotHaveDuplicates().containsAll(made);
        String bobs = groups.create(TestingCalls.BOB, "bobs");
        assertThat(groups.error(
                        DescribeSecurityGroupsRequest.builder().groupIds(bobs).build()))
                .isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
        assertThat(groups.error(DescribeSecurityGroupsRequest.builder()
                        .groupNames("bobs")
                        .build()))
                .isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
        assertThat(groups.error(
                        DescribeSecurityGroupsRequest.builder().groupIds("sg_x").build()))
                .isEqualTo(Ec2Error.INVALID_GROUP_ID_MALFORMED);
        assertThat(groups.error(
                        DescribeSecurityGroupsRequest.builder().maxResults(4).build()))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
