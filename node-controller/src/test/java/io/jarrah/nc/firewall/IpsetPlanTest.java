package io.jarrah.nc.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.nc.testing.Golden;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IpsetPlanTest {
    private static final String SAVED = """
            create admins hash:ip family inet hashsize 1024 maxelem 65536
            add admins 192.0.2.1
            create JARRAH-a hash:net family inet hashsize 2048 maxelem 262144 bucketsize 12 initval 0x25fea5ab
            add JARRAH-a 10.0.0.1
            add JARRAH-a 10.2.0.0/16
            create JARRAH-old hash:ip family inet hashsize 1024 maxelem 262144
            """;

    /** What the kernel would show in another spelling than it was given is nobody's address, and would be mended for ever. */
    @Test
    void setsOfIpv6AreMadeWithTheirMembers() {
        GroupRules rules = GroupRules.of(Policies.dualStack(), Family.IPV6);
        Golden.check(
                "ipset-ipv6.txt",
                String.join("\n", IpsetPlan.of(rules.sets(), "", Set.of()).before()) + "\n");
    }

    @Test
    void setsAreMadeWithTheirMembers() {
        Golden.check(
                "ipset.txt",
                String.join(
                                "\n",
                                IpsetPlan.of(
                                                GroupRules.of(Policies.sample(), Family.IPV4)
                                                        .sets(),
                                                "",
                                                Set.of())
                                        .before())
                        + "\n");
    }

    @Test
    void nothingDiffersFromWhatWasSaved() {
        IpsetPlan plan = IpsetPlan.of(
                sets("JARRAH-a", WantedSet.ofPrefixes(Family.IPV4, Set.of("10.0.0.1/32", "10.2.0.0/16"))),
                SAVED,
                Set.of());
        assertThat(plan.right()).isTrue();
        assertThat(plan.stale()).containsExactly("destroy JARRAH-old");
    }

    @Test
    void whatRulesLookAtGrowsBeforeTheyChangeAndShrinksAfter() {
        SortedMap<String, WantedSet> wanted =
                sets("JARRAH-a", WantedSet.ofPrefixes(Family.IPV4, Set.of("10.2.0.0/16", "10.3.0.0/16")));
        IpsetPlan plan = IpsetPlan.of(wanted, SAVED, Set.of("JARRAH-a"));
        assertThat(plan.before()).containsExactly("add JARRAH-a 10.3.0.0/16");
        assertThat(plan.after()).containsExactly("del JARRAH-a 10.0.0.1");
    }

    @Test
    void whatNoRuleLooksAtIsRightBeforeOneDoes() {
        SortedMap<String, WantedSet> wanted =
                sets("JARRAH-a", WantedSet.ofPrefixes(Family.IPV4, Set.of("10.2.0.0/16")));
        IpsetPlan plan = IpsetPlan.of(wanted, SAVED, Set.of());
        assertThat(plan.before()).containsExactly("del JARRAH-a 10.0.0.1");
        assertThat(plan.after()).isEmpty();
    }

    private static SortedMap<String, WantedSet> sets(String name, WantedSet set) {
        return new TreeMap<>(Map.of(name, set));
    }
}
