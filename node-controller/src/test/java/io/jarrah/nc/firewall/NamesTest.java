package io.jarrah.nc.firewall;

import static io.jarrah.common.contract.SecurityRule.ANY;
import static io.jarrah.common.contract.SecurityRule.ICMP;
import static io.jarrah.common.contract.SecurityRule.ICMPV6;
import static io.jarrah.common.contract.SecurityRule.TCP;
import static io.jarrah.common.contract.SecurityRule.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.nc.testing.Groups;
import io.jarrah.nc.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failure 17: names of ids, so that none is too long and none is that of another thing. */
class NamesTest {
    private static final int MAX_CHAIN = 28;
    private static final int MAX_SET = 31;

    @Test
    void chainsFitAndDiffer() {
        SecurityGroupId group = Groups.id(1);
        List<String> chains = List.of(
                Names.from(Specs.id(1)), Names.to(Specs.id(1)), Names.group(group, true), Names.group(group, false));
        assertThat(chains).doesNotHaveDuplicates().allMatch(name -> name.length() <= MAX_CHAIN);
        assertThat(Names.from(Specs.id(1))).isNotEqualTo(Names.from(Specs.id(2)));
    }

    @Test
    void setsFitAndDiffer() {
        List<String> names = new ArrayList<>();
        names.add(Names.members(Groups.id(1), Family.IPV4));
        names.add(Names.members(Groups.id(1), Family.IPV6));
        for (SecurityGroupId group : List.of(Groups.id(1), Groups.id(2))) {
            for (boolean egress : new boolean[] {false, true}) {
                for (int protocol : new int[] {TCP, UDP}) {
                    add(names, group, egress, protocol, ANY, ANY);
                    add(names, group, egress, protocol, 0, 0);
                    add(names, group, egress, protocol, 0, 65534);
                    add(names, group, egress, protocol, 65534, 65535);
                    add(names, group, egress, protocol, 22, 80);
                }
                add(names, group, egress, ICMPV6, ANY, ANY);
                add(names, group, egress, ICMPV6, 0, 0);
                add(names, group, egress, ICMP, ANY, ANY);
                add(names, group, egress, ICMP, 0, ANY);
                add(names, group, egress, ICMP, 0, 0);
                add(names, group, egress, ANY, ANY, ANY);
                add(names, group, egress, 255, ANY, ANY);
            }
        }
        assertThat(names)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.length() <= MAX_SET && name.matches("[A-Za-z0-9_-]+"));
    }

    private static void add(List<String> names, SecurityGroupId group, boolean egress, int protocol, int from, int to) {
        for (Family family : Family.values()) {
            Flow flow = new Flow(egress, protocol, from, to);
            if (flow.expressible(family)) {
                names.add(Names.prefixes(group, flow, family));
            }
        }
    }
}
