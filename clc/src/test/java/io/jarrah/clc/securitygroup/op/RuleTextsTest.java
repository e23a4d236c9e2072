package io.jarrah.clc.securitygroup.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.account.Account;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.admin.GroupRulesAdmin;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.testing.TestingCalls;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** By the actions of the admin API, as the cloud administrator, for the groups of another account. */
class RuleTextsTest {
    private final TestingCloud cloud = new TestingCloud();
    private ActionTable admin;
    private Account acme;
    private Account partner;
    private String web;

    @BeforeEach
    void groups() {
        ActionTable.Builder table = ActionTable.of(Api.ADMIN);
        cloud.wiring.addToAdmin(table);
        admin = table.build(name -> false);
        acme = cloud.api.accounts().create("acme", cloud.clock.instant());
        partner = cloud.api.accounts().create("partner", cloud.clock.instant());
        web = group(acme, "web");
        group(partner, "proxies");
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private String group(Account account, String name) {
        CreateSecurityGroupResponse made = cloud.call(
                account.id(),
                CreateSecurityGroupRequest.builder()
                        .groupName(name)
                        .description("d")
                        .build());
        return made.groupId();
    }

    private GroupRulesAdmin.Imported imported(String group, boolean egress, String rules) {
        return (GroupRulesAdmin.Imported) admin.find("ImportSecurityGroupRules")
                .execute(
                        cloud.context(TestingCalls.ALICE, "ImportSecurityGroupRules"),
                        new GroupRulesAdmin.Import("acme", group, egress, rules));
    }

    private GroupRulesAdmin.Exported exported(String group, boolean egress) {
        return (GroupRulesAdmin.Exported) admin.find("ExportSecurityGroupRules")
                .execute(
                        cloud.context(TestingCalls.ALICE, "ExportSecurityGroupRules"),
                        new GroupRulesAdmin.Export("acme", group, egress));
    }

    private ApiException refused(String group, String rules) {
        ApiException refused = catchThrowableOfType(ApiException.class, () -> imported(group, false, rules));
        assertThat(refused).as("the import must be refused").isNotNull();
        return refused;
    }

    private List<SecurityGroupRule> ingress() {
        DescribeSecurityGroupRulesResponse answer = cloud.call(
                acme.id(),
                DescribeSecurityGroupRulesRequest.builder()
                        .filters(Filter.builder().name("group-id").values(web).build())
                        .build());
        return answer.securityGroupRules().stream()
                .filter(rule -> !rule.isEgress())
                .toList();
    }

    private long generation() {
        return cloud.database.read(session ->
                Clusters.find(session, TestingCloud.ZONE).orElseThrow().networkGeneration());
    }

    @Test
    void rulesBecomeThoseOfTheTextAndWhatStaysKeepsItsIdAndDescription() {
        cloud.call(
                acme.id(),
                AuthorizeSecurityGroupIngressRequest.builder()
                        .groupId(web)
                        .ipPermissions(IpPermission.builder()
                                .ipProtocol("tcp")
                                .fromPort(22)
                                .toPort(22)
                                .ipRanges(IpRange.builder()
                                        .cidrIp("192.0.2.0/24")
                                        .description("office")
                                        .build())
                                .build())
                        .build());
        SecurityGroupRule office = ingress().getFirst();
        long before = generation();
        GroupRulesAdmin.Imported done = imported("web", false, """
                tcp:22,22,ip4:192.0.2.0/24
                # the whole range, not its last port
                tcp:1,1024,ip4:0.0.0.0
                tcp:1,1024,ip4:0.0.0.0/0
                icmp:8,0,ip4:0.0.0.0
                tcp:80,80,%s:proxies
                tcp:443,443,%s
                """.formatted(partner.id(), web));
        assertThat(done).isEqualTo(new GroupRulesAdmin.Imported(acme.id().value(), web, "web", false, 4, 0, 1));
        assertThat(generation()).as("clusters are told").isGreaterThan(before);
        assertThat(ingress()).hasSize(5).contains(office);
        assertThat(ingress())
                .anySatisfy(rule -> {
                    assertThat(rule.fromPort()).isEqualTo(1);
                    assertThat(rule.toPort()).isEqualTo(1024);
                })
                .anySatisfy(rule -> {
                    assertThat(rule.ipProtocol()).isEqualTo("icmp");
                    assertThat(rule.fromPort()).isEqualTo(8);
                    assertThat(rule.toPort()).isZero();
                });
        GroupRulesAdmin.Exported text = exported(web, false);
        assertThat(text.rules()).startsWith("icmp:8,0,ip4:0.0.0.0\n").contains("# office\n");
        assertThat(imported(web, false, text.rules()))
                .isEqualTo(new GroupRulesAdmin.Imported(acme.id().value(), web, "web", false, 0, 0, 5));
        assertThat(imported(web, false, "# closed\n").removed()).isEqualTo(5);
        assertThat(ingress()).isEmpty();
    }

    @Test
    void eachDirectionHasItsText() {
        assertThat(exported("web", true).rules()).isEqualTo("all:-1,-1,ip4:0.0.0.0\n");
        GroupRulesAdmin.Imported done = imported("web", true, "tcp:443,443,ip4:0.0.0.0\n");
        assertThat(done.added()).isEqualTo(1);
        assertThat(done.removed()).isEqualTo(1);
        assertThat(exported("web", true).rules()).isEqualTo("tcp:443,443,ip4:0.0.0.0\n");
        assertThat(exported("web", false).rules()).isEmpty();
    }

    @Test
    void aBadLineChangesNothing() {
        imported("web", false, "tcp:22,22,ip4:0.0.0.0");
        long before = generation();
        assertThat(refused("web", "tcp:80,80,ip4:0.0.0.0\ntcp:80\n")).hasMessageContaining("line 2: ");
        ApiException unknown = refused(
                "web",
                "tcp:80,80,ip4:0.0.0.0\n\ntcp:80,80,sg-00000000000000001\ntcp:80,80," + partner.id() + ":nobody\n");
        assertThat(unknown.error().code()).isEqualTo("ValidationError");
        assertThat(unknown).hasMessageContaining("line 3: ").hasMessageContaining("line 4: ");
        assertThat(exported("web", false).rules()).isEqualTo("tcp:22,22,ip4:0.0.0.0\n");
        assertThat(generation()).as("nobody is told of nothing").isEqualTo(before);
    }

    @Test
    void groupsAreTheAccountsOwn() {
        assertThat(refused("proxies", "").error().code()).isEqualTo("NoSuchEntity");
        assertThat(refused("sg-00000000000000001", "").error().code()).isEqualTo("NoSuchEntity");
        assertThat(refused("sg-x", "").error().code()).isEqualTo("ValidationError");
    }
}
