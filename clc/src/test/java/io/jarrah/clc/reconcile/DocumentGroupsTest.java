package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentGroupsTest {
    private static final InstanceId I1 = new InstanceId("i-00000000000000001");
    private static final InstanceId I2 = new InstanceId("i-00000000000000002");
    private static final SecurityGroupId WEB = new SecurityGroupId("sg-0000000000000000a");
    private static final SecurityGroupId DATABASE = new SecurityGroupId("sg-0000000000000000b");
    private static final SecurityGroupId ADMINS = new SecurityGroupId("sg-0000000000000000c");
    private static final SecurityGroupId OTHER = new SecurityGroupId("sg-0000000000000000d");

    private static final SecurityRule HTTP =
            new SecurityRule(false, 6, 80, 80, Optional.of("0.0.0.0/0"), Optional.empty());
    private static final SecurityRule FROM_ZERO =
            new SecurityRule(false, 6, 0, 79, Optional.of("::/0"), Optional.empty());
    private static final SecurityRule SSH = new SecurityRule(false, 6, 22, 22, Optional.empty(), Optional.of(ADMINS));
    private static final SecurityRule SQL = new SecurityRule(false, 6, 5432, 5432, Optional.empty(), Optional.of(WEB));
    private static final SecurityRule OUT =
            new SecurityRule(true, -1, -1, -1, Optional.of("0.0.0.0/0"), Optional.empty());

    @Test
    void usedGroupsBringTheirRulesAndNamedGroupsTheirMembers() {
        DocumentGroups groups = DocumentGroups.of(
                Map.of(I1, List.of(WEB), I2, List.of(DATABASE, WEB)),
                Map.of(
                        WEB, List.of(OUT, HTTP, SSH, FROM_ZERO),
                        DATABASE, List.of(SQL),
                        OTHER, List.of(HTTP)),
                Map.of(
                        WEB, List.of("172.16.8.2", "172.16.0.2"),
                        ADMINS, List.of("172.16.0.9"),
                        DATABASE, List.of("172.16.0.3"),
                        OTHER, List.of("172.16.0.4")));
        assertThat(groups.groups())
                .containsExactly(
                        new SecurityGroup(WEB, List.of(FROM_ZERO, SSH, HTTP, OUT), List.of("172.16.0.2", "172.16.8.2")),
                        new SecurityGroup(DATABASE, List.of(SQL), List.of()),
                        new SecurityGroup(ADMINS, List.of(), List.of("172.16.0.9")));
        assertThat(groups.of(I1)).containsExactly(WEB);
        assertThat(groups.of(I2)).containsExactly(WEB, DATABASE);
    }

    @Test
    void equalRowsGiveEqualGroupsInWhateverOrder() {
        DocumentGroups one = DocumentGroups.of(
                Map.of(I1, List.of(WEB, DATABASE)),
                Map.of(WEB, List.of(SSH, HTTP, OUT), DATABASE, List.of(SQL)),
                Map.of(ADMINS, List.of("172.16.0.9", "172.16.0.10"), WEB, List.of("172.16.0.2")));
        DocumentGroups other = DocumentGroups.of(
                Map.of(I1, Set.of(DATABASE, WEB)),
                Map.of(DATABASE, List.of(SQL), WEB, List.of(OUT, HTTP, SSH)),
                Map.of(WEB, List.of("172.16.0.2"), ADMINS, List.of("172.16.0.10", "172.16.0.9")));
        assertThat(one).isEqualTo(other);
    }

    @Test
    void aNamedGroupWithoutMembersIsThereAndEmpty() {
        DocumentGroups groups = DocumentGroups.of(Map.of(I1, List.of(WEB)), Map.of(WEB, List.of(SSH)), Map.of());
        assertThat(groups.groups())
                .containsExactly(
                        new SecurityGroup(WEB, List.of(SSH), List.of()),
                        new SecurityGroup(ADMINS, List.of(), List.of()));
    }

    @Test
    void aGroupThatNamesItselfHasBoth() {
        SecurityRule own = new SecurityRule(false, -1, -1, -1, Optional.empty(), Optional.of(WEB));
        DocumentGroups groups = DocumentGroups.of(
                Map.of(I1, List.of(WEB)), Map.of(WEB, List.of(own)), Map.of(WEB, List.of("172.16.0.2")));
        assertThat(groups.groups()).containsExactly(new SecurityGroup(WEB, List.of(own), List.of("172.16.0.2")));
    }

    @Test
    void noInstancesNoGroups() {
        DocumentGroups groups =
                DocumentGroups.of(Map.of(), Map.of(WEB, List.of(HTTP)), Map.of(WEB, List.of("172.16.0.2")));
        assertThat(groups.groups()).isEmpty();
        assertThat(groups.of(I1)).isEmpty();
    }
}
