package io.jarrah.nc.network;

import static io.jarrah.common.contract.SecurityRule.ANY;
import static io.jarrah.common.contract.SecurityRule.TCP;
import static io.jarrah.common.contract.SecurityRule.UDP;
import static io.jarrah.nc.network.FirewallLab.ELSEWHERE;
import static io.jarrah.nc.network.FirewallLab.GATEWAY;
import static io.jarrah.nc.network.FirewallLab.OUTSIDE;
import static io.jarrah.nc.network.FirewallLab.address;
import static io.jarrah.nc.testing.Groups.allOut;
import static io.jarrah.nc.testing.Groups.group;
import static io.jarrah.nc.testing.Groups.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.testing.Agent;
import io.jarrah.nc.testing.Groups;
import io.jarrah.nc.testing.Specs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the firewall changes, what it leaves alone, and how it comes back when somebody breaks it. */
class FirewallUpkeepIT {
    /** What somebody else may do to what is ours. */
    private static final List<List<String>> BROKEN = List.of(
            List.of("iptables", "-F"),
            List.of("iptables", "-F", "JARRAH-FORWARD"),
            List.of("iptables", "-D", "FORWARD", "1"),
            List.of("iptables", "-I", "JARRAH-GUESTS", "1", "-j", "ACCEPT"),
            List.of("iptables", "-R", "JARRAH-CLOSED", "1", "-j", "RETURN"),
            List.of("iptables", "-N", "JARRAH-strange"),
            List.of("ipset", "flush"),
            List.of("ipset", "add", "JARRAH-00000000000000001tABYAFg", "198.51.100.0/24"),
            List.of("nft", "delete", "table", "bridge", "jarrah"),
            List.of("nft", "flush", "chain", "bridge", "jarrah", "from-guest"),
            List.of("nft", "flush", "set", "bridge", "jarrah", "guests"),
            List.of("nft", "flush", "ruleset"));

    private static final List<String> FIRST = List.of(address(5));
    private static final SecurityGroup SSH = group(1, FIRST, allOut(), in(TCP, 22, 22, "203.0.113.0/24"));

    @TempDir
    Path directory;

    private FirewallLab lab;
    private Agent guest;

    @BeforeEach
    void begin() throws Exception {
        lab = new FirewallLab(directory);
        guest = lab.guest(5, Groups.id(1));
        guest.ask("listen_tcp", "22");
    }

    @AfterEach
    void end() {
        lab.close();
    }

    @Test
    void whatSomebodyBreaksIsMended() throws Exception {
        lab.apply(SSH);
        for (List<String> broken : BROKEN) {
            lab.byHand(broken.toArray(String[]::new));
            lab.plane.converge(() -> {});
            assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "22"))
                    .as("%s", broken)
                    .isEqualTo("open");
            assertThat(lab.world.ask("tcp", ELSEWHERE, address(5), "22", "0.3"))
                    .as("%s", broken)
                    .isEqualTo("timeout");
            assertThat(lab.byHand("nft", "list", "table", "bridge", "jarrah")).contains("172.16.10.5", "@guests drop");
        }
        lab.byHand("iptables", "-F");
        lab.byHand("ipset", "destroy");
        lab.plane.converge(() -> {});
        assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "22")).isEqualTo("open");
    }

    /** What is changed starts from what was there at the last look, whatever became of it since. */
    @Test
    void whatSomebodyBrokeIsMendedByAChangeAsWell() throws Exception {
        lab.apply(SSH);
        int port = 100;
        for (List<String> broken : BROKEN) {
            lab.byHand(broken.toArray(String[]::new));
            port++;
            lab.apply(group(1, FIRST, allOut(), in(TCP, 22, 22, "203.0.113.0/24"), in(TCP, port, port, "0.0.0.0/0")));
            assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "22"))
                    .as("%s", broken)
                    .isEqualTo("open");
            assertThat(lab.world.ask("tcp", OUTSIDE, address(5), String.valueOf(port)))
                    .as("after %s this port is reached, where nobody listens", broken)
                    .isEqualTo("refused");
            assertThat(lab.world.ask("tcp", OUTSIDE, address(5), String.valueOf(port - 1), "0.3"))
                    .as("%s", broken)
                    .isEqualTo("timeout");
            assertThat(lab.world.ask("tcp", ELSEWHERE, address(5), "22", "0.3"))
                    .as("%s", broken)
                    .isEqualTo("timeout");
            assertThat(lab.byHand("nft", "list", "table", "bridge", "jarrah")).contains("172.16.10.5", "@guests drop");
            assertThat(lab.byHand("iptables-save")).doesNotContain("strange", "JARRAH-GUESTS -j ACCEPT");
            assertThat(lab.byHand("ipset", "save")).doesNotContain("strange", "198.51.100.0/24");
        }
    }

    /** Until it is repaired, which takes a moment: without rules nothing passes, not everything. */
    @Test
    void flushedRulesCloseAndDoNotOpen() throws Exception {
        for (List<String> broken : List.of(
                List.of("iptables", "-F"),
                List.of("iptables", "-D", "FORWARD", "-j", "JARRAH-FORWARD"),
                List.of("iptables", "-F", "JARRAH-FORWARD"),
                List.of("iptables", "-F", "JARRAH-GUESTS"),
                List.of("iptables", "-F", "JARRAH-TO"),
                List.of("iptables", "-F", "JARRAH-CLOSED"),
                List.of("iptables", "-F", "JARRAH-PASS"),
                List.of("sysctl", "-qw", "net.bridge.bridge-nf-call-iptables=0"))) {
            lab.apply(SSH);
            assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "22"))
                    .as("before %s", broken)
                    .isEqualTo("open");
            lab.byHand(broken.toArray(String[]::new));
            assertThat(lab.world.ask("tcp", ELSEWHERE, address(5), "22", "0.3"))
                    .as("%s", broken)
                    .isEqualTo("timeout");
            assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "23", "0.3"))
                    .as("%s", broken)
                    .isEqualTo("timeout");
            lab.byHand("sysctl", "-qw", "net.bridge.bridge-nf-call-iptables=1");
        }
        lab.world.ask("listen_tcp", "22");
        lab.byHand("iptables", "-F", "JARRAH-FROM");
        assertThat(guest.ask("tcp", address(5), OUTSIDE, "22", "0.3")).isEqualTo("timeout");
        lab.plane.converge(() -> {});
        assertThat(guest.ask("tcp", address(5), OUTSIDE, "22")).isEqualTo("open");
    }

    @Test
    void nothingIsRunWhenNothingDiffers() throws Exception {
        lab.apply(SSH);
        lab.ran.clear();
        lab.plane.converge(() -> {});
        assertThat(lab.ran).containsExactly("iptables-save", "ipset", "nft", "ip", "bridge");
    }

    /** A launch waits for what guards the instance, not for checks of it. */
    @Test
    void aChangeIsReadBackOnlyAfterInstancesCanStart() throws Exception {
        lab.apply(SSH);
        lab.ran.clear();
        List<String> before = new ArrayList<>();
        lab.apply(
                () -> {
                    assertThat(lab.plane.ready(Specs.id(5))).isTrue();
                    before.addAll(lab.ran);
                },
                group(1, FIRST, allOut(), in(TCP, 22, 23, "203.0.113.0/24")));
        assertThat(before)
                .as("packets do not wait for a look, and the table stays")
                .containsExactly("ipset", "iptables-restore", "ip", "bridge");
        assertThat(lab.ran.subList(before.size(), lab.ran.size()))
                .as("what is there is looked at, and the set that no rule needs any more goes")
                .startsWith("iptables-save", "ipset", "nft", "ipset");
    }

    /** Failure 20: starting flushed what the administrator had written. */
    @Test
    void theAdministratorsRulesStayAndTakeEffect() throws Exception {
        lab.byHand("iptables", "-A", "FORWARD", "-s", "192.0.2.66/32", "-j", "DROP");
        lab.byHand("ipset", "create", "admins", "hash:ip");
        lab.apply(SSH);
        lab.byHand("iptables", "-A", "JARRAH-PRE", "-s", OUTSIDE + "/32", "-j", "DROP");
        lab.byHand("iptables", "-A", "JARRAH-POST", "-s", ELSEWHERE + "/32", "-j", "ACCEPT");
        lab.ran.clear();
        lab.plane.converge(() -> {});
        assertThat(lab.ran).doesNotContain("iptables-restore");
        lab.apply(group(1, FIRST, allOut(), in(TCP, 22, 22, "0.0.0.0/0")));
        assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "22")).isEqualTo("timeout");
        lab.apply(group(1, FIRST));
        assertThat(lab.world.ask("tcp", ELSEWHERE, address(5), "22")).isEqualTo("open");
        assertThat(lab.world.ask("tcp", GATEWAY, address(5), "22")).isEqualTo("timeout");
        assertThat(lab.byHand("iptables-save")).contains("-A FORWARD -s 192.0.2.66/32 -j DROP");
        assertThat(lab.byHand("ipset", "list", "-n")).contains("admins");
    }

    /** Failures 16 and 21: rules were cut off at 32 KB, and each was a process. */
    @Test
    void tenThousandRulesAreOneProcessAProgram() throws Exception {
        List<SecurityGroup> groups = new ArrayList<>();
        List<SecurityRule> rules = new ArrayList<>();
        for (int guestNumber = 10; guestNumber < 50; guestNumber++) {
            List<SecurityGroupId> own = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int number = guestNumber * 10 + i;
                own.add(Groups.id(number));
                rules.clear();
                for (int port = 1; port <= 52; port++) {
                    rules.add(in(TCP, port, port, port == 22 ? "203.0.113.0/24" : "0.0.0.0/0"));
                }
                groups.add(new SecurityGroup(Groups.id(number), rules, List.of()));
            }
            lab.know(guestNumber, own);
        }
        groups.add(SSH);
        lab.ran.clear();
        lab.apply(groups.toArray(SecurityGroup[]::new));
        assertThat(lab.byHand("iptables-save").lines().filter(line -> line.startsWith("-A JARRAH-I-")))
                .hasSizeGreaterThan(10_000);
        assertThat(lab.ran).filteredOn("iptables-restore"::equals).hasSize(1);
        assertThat(lab.ran).hasSizeLessThan(15);
        assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "22")).isEqualTo("open");
        assertThat(lab.world.ask("tcp", ELSEWHERE, address(5), "22")).isEqualTo("timeout");
    }

    /** Failure 19: revoking flushed all and built it anew, which left a hole or a gap. */
    @Test
    void noChangeOpensWhatOldAndNewCloseNorClosesWhatBothOpen() throws Exception {
        Agent prober = lab.guest(6, Groups.id(2));
        guest.ask("listen_udp", "5000");
        guest.ask("listen_udp", "6000");
        SecurityGroup sender = group(2, List.of(address(6)), allOut());
        List<SecurityGroup> variants = List.of(
                group(1, FIRST, in(UDP, 5000, 5000, "172.16.10.0/24")),
                group(1, FIRST, in(UDP, 5000, 5001, "172.16.10.6/32"), in(UDP, 5000, 5000, "203.0.113.0/24")),
                group(1, FIRST, in(UDP, 5000, 5000, Groups.id(2)), in(TCP, ANY, ANY, "0.0.0.0/0")),
                group(1, FIRST, in(UDP, 5000, 5000, "0.0.0.0/0")),
                group(1, FIRST, in(UDP, 1000, 5999, "172.16.0.0/16"), in(TCP, 22, 22, "203.0.113.0/24")));
        lab.apply(variants.getFirst(), sender);
        prober.ask("probe_begin", address(6), address(5), "5000", "3");
        lab.world.ask("probe_begin", OUTSIDE, address(5), "6000", "0.002");
        List<SecurityGroup> changes = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            changes.addAll(variants);
            Collections.reverse(changes);
        }
        for (SecurityGroup change : changes) {
            int tries = Integer.parseInt(prober.ask("probe_tries"));
            lab.apply(change, sender);
            Eventually.isTrue(() -> Integer.parseInt(prober.ask("probe_tries")) > tries);
        }
        String open = prober.ask("probe_end");
        String closed = lab.world.ask("probe_end");
        String[] answered = open.split(" of ", -1);
        assertThat(answered[0]).as(open).isEqualTo(answered[1]).isNotEqualTo("0");
        assertThat(closed).startsWith("0 of ").isNotEqualTo("0 of 0");
        assertThat(guest.ask("received", "6000")).isEqualTo("0");
    }
}
