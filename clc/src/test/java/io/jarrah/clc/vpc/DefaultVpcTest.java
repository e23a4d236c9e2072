package io.jarrah.clc.vpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.ResourceIds;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultVpcTest {
    private static final ClusterName ZONE = new ClusterName("zone1");

    @Test
    void idsHaveAmazonsFormAndDifferBetweenAccountsAndZones() {
        List<String> ids = List.of(
                DefaultVpc.vpc(TestingCalls.ALICE),
                DefaultVpc.vpc(TestingCalls.BOB),
                DefaultVpc.subnet(TestingCalls.ALICE, ZONE),
                DefaultVpc.subnet(TestingCalls.BOB, ZONE),
                DefaultVpc.subnet(TestingCalls.ALICE, new ClusterName("zone2")),
                DefaultVpc.cidrAssociation(TestingCalls.ALICE),
                DefaultVpc.mainRouteAssociation(TestingCalls.ALICE),
                DefaultVpc.networkAclAssociation(TestingCalls.ALICE, ZONE));
        assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> assertThat(
                        ResourceIds.isLongId(id.substring(0, id.lastIndexOf('-')), id))
                .isTrue());
    }

    @Test
    void anInterfaceTellsItsInstance() {
        InstanceId instance = new InstanceId("i-0123456789abcdef0");
        assertThat(DefaultVpc.instanceOf(DefaultVpc.networkInterface(instance))).contains(instance);
        assertThat(DefaultVpc.instanceOf(DefaultVpc.attachment(instance))).isEmpty();
        assertThat(DefaultVpc.instanceOf("eni-1")).isEmpty();
    }
}
