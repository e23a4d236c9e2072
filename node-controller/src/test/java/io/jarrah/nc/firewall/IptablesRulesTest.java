package io.jarrah.nc.firewall;

import static io.jarrah.common.contract.SecurityRule.ANY;
import static io.jarrah.common.contract.SecurityRule.ICMP;
import static io.jarrah.common.contract.SecurityRule.ICMPV6;
import static io.jarrah.common.contract.SecurityRule.TCP;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.os.OwnChains;
import io.jarrah.nc.testing.Golden;
import io.jarrah.nc.testing.Groups;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IptablesRulesTest {
    private static final OwnChains NOTHING = OwnChains.parse("");

    @Test
    void whatMayBeReachedIsOneText() {
        Golden.check("iptables.txt", rules(Policies.sample()).restore(NOTHING, Optional.empty()));
    }

    @Test
    void ipv6HasItsOwnOfTheSameStructure() {
        Golden.check("ip6tables.txt", rules6(Policies.dualStack()).restore(NOTHING, Optional.empty()));
        assertThat(rules6(Policies.sample()).restore(NOTHING, Optional.empty()))
                .isEqualTo(rules6(Policy.CLOSED).restore(NOTHING, Optional.empty()))
                .doesNotContain("ACCEPT\n-A JARRAH-TO");
    }

    @Test
    void staleChainsGoAndTheAdministratorsStay() {
        OwnChains current = OwnChains.parse("""
                *filter
                :FORWARD ACCEPT [0:0]
                :JARRAH-FORWARD - [0:0]
                :JARRAH-POST - [0:0]
                :JARRAH-PRE - [0:0]
                :JARRAH-F-00000000000000009 - [0:0]
                :JARRAH-T-00000000000000009 - [0:0]
                -A FORWARD -j JARRAH-FORWARD
                -A JARRAH-PRE -s 192.0.2.66/32 -j DROP
                COMMIT
                """);
        Golden.check("iptables-closed.txt", rules(Policy.CLOSED).restore(current, Optional.empty()));
    }

    /** A node has thousands of rules: one more is not a reason to make all of them anew. */
    @Test
    void onlyChainsWhoseRulesChangedAreFilledAgain() {
        IptablesRules before = twoGuests(Groups.in(TCP, 22, 22, "192.0.2.0/24"));
        OwnChains present = OwnChains.parse("*filter\n"
                + before.chains().stream()
                        .map(chain -> ":" + chain + " - [0:0]\n")
                        .collect(Collectors.joining())
                + ":JARRAH-PRE - [0:0]\n:JARRAH-POST - [0:0]\n-A FORWARD -j JARRAH-FORWARD\n");
        IptablesRules after = twoGuests(Groups.in(TCP, 22, 22, "192.0.2.0/24"), Groups.in(TCP, 80, 80, "0.0.0.0/0"));
        String chain = Names.group(Groups.id(1), false);
        assertThat(after.restore(present, Optional.of(before)).lines())
                .hasSize(5)
                .startsWith("*filter", ":" + chain + " - [0:0]")
                .allMatch(line -> line.length() < 9 || line.contains(chain));
        assertThat(before.restore(present, Optional.of(before)).lines()).containsExactly("*filter", "COMMIT");
        // A chain that is gone is made again, whatever was there before.
        OwnChains without = OwnChains.parse("*filter\n:JARRAH-PRE - [0:0]\n:JARRAH-POST - [0:0]\n");
        assertThat(after.restore(without, Optional.of(before))).isEqualTo(after.restore(without, Optional.empty()));
    }

    private static IptablesRules twoGuests(SecurityRule... rules) {
        return rules(new Policy(
                List.of(Policies.guest(5, Groups.id(1)), Policies.guest(6, Groups.id(2))),
                List.of(
                        Groups.group(1, List.of(), rules),
                        Groups.group(2, List.of(), Groups.in(TCP, 443, 443, "0.0.0.0/0"))),
                List.of()));
    }

    /** Failure 20: what an administrator writes into his own chains is not taken for somebody's tampering. */
    @Test
    void theAdministratorsRulesAreNotCompared() {
        String without = "*filter\n:JARRAH-PRE - [0:0]\n:JARRAH-TO - [0:0]\n-A JARRAH-TO -j JARRAH-CLOSED\n";
        String with = without + "-A JARRAH-PRE -j LOG\n-A JARRAH-POST -j ACCEPT\n-A FORWARD -s 192.0.2.1/32 -j DROP\n";
        assertThat(IptablesRules.unchanging(OwnChains.parse(with)))
                .isEqualTo(IptablesRules.unchanging(OwnChains.parse(without)));
    }

    /** Failure 18: a range from 0 is no missing range. */
    @Test
    void aRangeFromZeroNamesItsPorts() {
        assertThat(group(Groups.in(TCP, 0, 1023, "192.0.2.0/24"))).contains("-p tcp -m tcp --dport 0:1023 -m set");
        assertThat(group(Groups.in(TCP, 0, 0, "192.0.2.0/24"))).contains("-p tcp -m tcp --dport 0 -m set");
        assertThat(group(Groups.in(TCP, 0, 65535, "192.0.2.0/24"))).contains(" -p tcp -m set");
    }

    /** Failure 18: iptables takes protocol 0 and ICMP type 255 for "any"; a rule for them must not open anything. */
    @Test
    void whatIptablesWouldTakeForAnythingOpensNothing() {
        for (SecurityRule rule : List.of(
                Groups.in(0, ANY, ANY, "0.0.0.0/0"),
                Groups.in(ICMP, 255, 0, "0.0.0.0/0"),
                Groups.in(ICMPV6, 128, 0, "0.0.0.0/0"),
                Groups.in(TCP, 22, 22, "::/0"))) {
            assertThat(group(rule)).isEmpty();
        }
        assertThat(group(Groups.in(ICMP, 8, 255, "0.0.0.0/0"))).contains("--icmp-type 8/255");
    }

    @Test
    void permissionsThatDifferInThePrefixOnlyAreOneRule() {
        SecurityRule[] many = IntStream.range(0, 5000)
                .mapToObj(i -> Groups.in(TCP, 22, 22, "10." + i / 250 + "." + i % 250 + ".0/24"))
                .toArray(SecurityRule[]::new);
        assertThat(group(many).lines()).hasSize(1);
    }

    private static IptablesRules rules(Policy policy) {
        return IptablesRules.of(policy, GroupRules.of(policy, Family.IPV4), Family.IPV4);
    }

    private static IptablesRules rules6(Policy policy) {
        return IptablesRules.of(policy, GroupRules.of(policy, Family.IPV6), Family.IPV6);
    }

    /** The rules of one group's chains. */
    private static String group(SecurityRule... rules) {
        Policy policy = new Policy(
                List.of(Policies.guest(5, Groups.id(1))), List.of(Groups.group(1, List.of(), rules)), List.of());
        return rules(policy).rules().stream()
                .filter(rule -> rule.startsWith("-A JARRAH-I-" + "0".repeat(16))
                        || rule.startsWith("-A JARRAH-E-" + "0".repeat(16)))
                .collect(Collectors.joining("\n"));
    }
}
