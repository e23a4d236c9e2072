package io.jarrah.nc.network;

import static io.jarrah.common.contract.SecurityRule.ANY;
import static io.jarrah.common.contract.SecurityRule.ICMPV6;
import static io.jarrah.common.contract.SecurityRule.TCP;
import static io.jarrah.common.contract.SecurityRule.UDP;
import static io.jarrah.nc.network.FirewallLab.ELSEWHERE6;
import static io.jarrah.nc.network.FirewallLab.GATEWAY6;
import static io.jarrah.nc.network.FirewallLab.METADATA6;
import static io.jarrah.nc.network.FirewallLab.OUTSIDE;
import static io.jarrah.nc.network.FirewallLab.OUTSIDE6;
import static io.jarrah.nc.network.FirewallLab.address;
import static io.jarrah.nc.network.FirewallLab.address6;
import static io.jarrah.nc.network.FirewallLab.mac;
import static io.jarrah.nc.testing.Frames6.NEIGHBOUR_ADVERTISEMENT;
import static io.jarrah.nc.testing.Frames6.NEIGHBOUR_SOLICITATION;
import static io.jarrah.nc.testing.Frames6.REDIRECT;
import static io.jarrah.nc.testing.Frames6.ROUTER_ADVERTISEMENT;
import static io.jarrah.nc.testing.Groups.allIn;
import static io.jarrah.nc.testing.Groups.allOut;
import static io.jarrah.nc.testing.Groups.group;
import static io.jarrah.nc.testing.Groups.in;
import static io.jarrah.nc.testing.Groups.out;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.SecurityRule;
import io.jarrah.nc.testing.Agent;
import io.jarrah.nc.testing.Frames.Ether;
import io.jarrah.nc.testing.Frames6;
import io.jarrah.nc.testing.Groups;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups and anti-spoofing for IPv6, with the kernel's own bridge, nftables, ip6tables and ipset. */
class NodeIpv6IT {
    private static final String RIGHT = "4a41525241480001";
    private static final String WRONG = "4a41525241480bad";
    private static final String ALL_NODES = "ff02::1";
    private static final Ether OWN = new Ether(mac(5), "33:33:00:00:00:01");
    private static final SecurityRule ALL_OUT6 = out(ANY, ANY, ANY, "::/0");
    private static final SecurityRule ALL_IN6 = in(ANY, ANY, ANY, "::/0");
    private static final String OWN_LINK = "fe80::d20d:ff:fe00:5";
    private static final String NEIGHBOURS_LINK = "fe80::d20d:ff:fe00:6";

    @TempDir
    Path directory;

    private FirewallLab lab;
    private Agent guest;

    @BeforeEach
    void begin() throws Exception {
        lab = new FirewallLab(directory);
        guest = lab.dualStack(5, Groups.id(1));
        for (String port : List.of("22", "80")) {
            guest.ask("listen_tcp", port);
            guest.ask("listen_udp", port);
            lab.world.ask("listen_tcp", port);
        }
    }

    @AfterEach
    void end() {
        lab.close();
    }

    @Test
    void closedForWhatComesAndOpenForWhatLeavesAndItsAnswers() throws Exception {
        lab.apply(group(1, List.of(), ALL_OUT6));
        assertThat(guest.ask("tcp", address6(5), OUTSIDE6, "80")).isEqualTo("open");
        assertThat(guest.ask("icmp6", address6(5), OUTSIDE6, "128", "0")).isEqualTo("open");
        assertThat(guest.ask("tcp", address(5), OUTSIDE, "80")).isEqualTo("timeout");
        assertThat(lab.world.ask("tcp", OUTSIDE6, address6(5), "22")).isEqualTo("timeout");
        assertThat(lab.world.ask("udp", OUTSIDE6, address6(5), "22")).isEqualTo("timeout");
        assertThat(lab.world.ask("icmp6", OUTSIDE6, address6(5), "128", "0")).isEqualTo("timeout");
    }

    @Test
    void whatAGroupPermitsOfIpv6IsOpenAndNothingElse() throws Exception {
        lab.apply(group(
                1,
                List.of(),
                in(TCP, 22, 22, "2001:db8:5::/48"),
                in(ICMPV6, 128, 0, "2001:db8:7::7/128"),
                in(UDP, 80, 80, "::/0"),
                in(TCP, 80, 80, "0.0.0.0/0")));
        assertThat(lab.world.ask("tcp", OUTSIDE6, address6(5), "22")).isEqualTo("open");
        assertThat(lab.world.ask("tcp", ELSEWHERE6, address6(5), "22")).isEqualTo("timeout");
        assertThat(lab.world.ask("tcp", OUTSIDE6, address6(5), "80")).isEqualTo("timeout");
        assertThat(lab.world.ask("icmp6", ELSEWHERE6, address6(5), "128", "0")).isEqualTo("open");
        assertThat(lab.world.ask("icmp6", OUTSIDE6, address6(5), "128", "0")).isEqualTo("timeout");
        assertThat(lab.world.ask("udp", ELSEWHERE6, address6(5), "80")).isEqualTo("open");
    }

    @Test
    void aGroupReachesAnotherByItsMembersOfBothFamilies() throws Exception {
        Agent member = lab.dualStack(6, Groups.id(2));
        lab.apply(
                group(1, List.of(), in(TCP, 80, 80, Groups.id(2))),
                group(2, List.of(address(6), address6(6)), ALL_OUT6, allOut()));
        assertThat(member.ask("tcp", address6(6), address6(5), "80")).isEqualTo("open");
        assertThat(member.ask("tcp", address(6), address(5), "80")).isEqualTo("open");
        assertThat(member.ask("tcp", address6(6), address6(5), "22")).isEqualTo("timeout");
        lab.apply(
                group(1, List.of(), in(TCP, 80, 80, Groups.id(2))), group(2, List.of(address(6)), ALL_OUT6, allOut()));
        assertThat(member.ask("tcp", address6(6), address6(5), "80")).isEqualTo("timeout");
        assertThat(member.ask("tcp", address(6), address(5), "80")).isEqualTo("open");
    }

    @Test
    void whateverGroupsSayAnInstanceReadsItsMetadata() throws Exception {
        lab.apply(group(1, List.of()));
        assertThat(guest.ask("tcp", address6(5), METADATA6, "80")).isEqualTo("open");
        assertThat(guest.ask("tcp", address6(5), METADATA6, "22")).isEqualTo("timeout");
        assertThat(guest.ask("tcp", address6(5), OUTSIDE6, "80")).isEqualTo("timeout");
    }

    @Test
    void aGuestWithoutAnAddressOfItSpeaksAndHearsNoIpv6() throws Exception {
        Agent old = lab.guest(6, Groups.id(1));
        lab.apply(group(1, List.of(), ALL_IN6, ALL_OUT6, allIn(), allOut()));
        old.ask("sniff", "eth0");
        guest.ask("sniff", "eth0");
        old.ask(
                "send",
                "eth0",
                advertisement(new Ether(mac(6), OWN.target()), NEIGHBOURS_LINK, NEIGHBOURS_LINK, WRONG));
        guest.ask("send", "eth0", advertisement(OWN, OWN_LINK, OWN_LINK, WRONG));
        assertThat(old.ask("tcp", address(6), address(5), "80")).isEqualTo("open");
        assertThat(guest.ask("seen", WRONG)).isEqualTo("0");
        assertThat(old.ask("seen", WRONG)).isEqualTo("0");
    }

    @Test
    void aGuestSpeaksFromItsOwnAddressesOnly() throws Exception {
        Agent neighbour = spoofing();
        passed(neighbour, Frames6.udp(OWN, "fe80::1234:5678:9abc:def0", 5000, ALL_NODES, 5000, "4a41525241480002"));
        dropped(
                neighbour,
                Frames6.udp(OWN, address6(6), 5000, ALL_NODES, 5000, WRONG),
                Frames6.udp(OWN, OUTSIDE6, 5000, ALL_NODES, 5000, WRONG),
                Frames6.udp(OWN, "::", 5000, ALL_NODES, 5000, WRONG),
                Frames6.udp(OWN, GATEWAY6, 5000, ALL_NODES, 5000, WRONG),
                Frames6.udp(OWN, NEIGHBOURS_LINK, 5000, ALL_NODES, 5000, WRONG),
                Frames6.udp(OWN, "fe80:0:0:1::5", 5000, ALL_NODES, 5000, WRONG),
                Frames6.udp(new Ether(mac(6), OWN.target()), address6(5), 5000, ALL_NODES, 5000, WRONG));
    }

    @Test
    void whatAGuestSaysOfNeighboursIsAboutItself() throws Exception {
        Agent neighbour = spoofing();
        passed(neighbour, advertisement(OWN, address6(5), address6(5), "4a41525241480002"));
        passed(neighbour, advertisement(OWN, OWN_LINK, "fe80::1234:5678:9abc:def0", "4a41525241480003"));
        passed(neighbour, solicitation("::", address6(5), "4a41525241480004"));
        passed(neighbour, solicitation(OWN_LINK, address6(6), "4a41525241480005"));
        passed(
                neighbour,
                Frames6.hidden(OWN, OWN_LINK, ALL_NODES, NEIGHBOUR_ADVERTISEMENT, OWN_LINK, "4a41525241480006"));
        dropped(
                neighbour,
                advertisement(OWN, address6(5), address6(6), WRONG),
                advertisement(OWN, address6(5), GATEWAY6, WRONG),
                advertisement(OWN, OWN_LINK, NEIGHBOURS_LINK, WRONG),
                solicitation("::", address6(6), WRONG),
                solicitation("::", NEIGHBOURS_LINK, WRONG),
                Frames6.hidden(OWN, OWN_LINK, ALL_NODES, NEIGHBOUR_ADVERTISEMENT, GATEWAY6, WRONG),
                Frames6.inPieces(OWN, OWN_LINK, ALL_NODES, NEIGHBOUR_ADVERTISEMENT, GATEWAY6, WRONG));
    }

    @Test
    void aGuestIsNoRouterAndGivesNoAddresses() throws Exception {
        Agent neighbour = spoofing();
        passed(neighbour, Frames6.udp(OWN, address6(5), 546, ALL_NODES, 5000, "4a41525241480002"));
        dropped(
                neighbour,
                Frames6.neighbours(OWN, OWN_LINK, ALL_NODES, ROUTER_ADVERTISEMENT, "::", WRONG),
                Frames6.hidden(OWN, OWN_LINK, ALL_NODES, ROUTER_ADVERTISEMENT, "::", WRONG),
                Frames6.inPieces(OWN, OWN_LINK, ALL_NODES, ROUTER_ADVERTISEMENT, "::", WRONG),
                Frames6.neighbours(OWN, OWN_LINK, ALL_NODES, REDIRECT, address6(5), WRONG),
                Frames6.neighbours(OWN, OWN_LINK, ALL_NODES, 130, "::", WRONG),
                Frames6.udp(OWN, OWN_LINK, 547, NEIGHBOURS_LINK, 546, WRONG),
                Frames6.udp(OWN, address6(5), 547, ALL_NODES, 546, WRONG),
                Frames6.fragment(OWN, OWN_LINK, 547, ALL_NODES, 546, WRONG));
    }

    @Test
    void aGuestHearsTheGatewaysAdvertisementsAndNobodyElses() throws Exception {
        lab.apply(group(1, List.of(), ALL_IN6, allIn()));
        guest.ask("sniff", "eth0");
        Ether world = new Ether("02:00:00:00:00:01", OWN.target());
        lab.world.ask(
                "send", "eth0", Frames6.neighbours(world, "fe80::2", ALL_NODES, ROUTER_ADVERTISEMENT, "::", WRONG));
        lab.world.ask(
                "send",
                "eth0",
                Frames6.neighbours(world, GATEWAY6, ALL_NODES, ROUTER_ADVERTISEMENT, "::", "4a41525241480002"));
        assertThat(guest.ask("wait", "4a41525241480002")).isEqualTo("seen");
        assertThat(guest.ask("seen", WRONG)).isEqualTo("0");
    }

    /** The next instance with that address must not be reached through flows that groups permitted the last one. */
    @Test
    void flowsOfAnInstanceThatIsGoneAreForgotten() throws Exception {
        lab.apply(group(1, List.of(), ALL_IN6));
        assertThat(lab.world.ask("hold", "shell", address6(5), "22")).isEqualTo("open");
        assertThat(lab.byHand("conntrack", "-L", "-f", "ipv6")).contains("dst=" + address6(5));
        lab.forget(5);
        lab.apply(group(1, List.of(), ALL_IN6));
        assertThat(lab.byHand("conntrack", "-L", "-f", "ipv6")).doesNotContain("dst=" + address6(5));
        assertThat(lab.world.ask("talk", "shell")).isEqualTo("timeout");
    }

    @Test
    void whatSomebodyElseChangesIsMendedAndWhatIsNotNeededGoes() throws Exception {
        lab.apply(group(1, List.of(), in(TCP, 22, 22, "2001:db8:5::/48")));
        assertThat(lab.byHand("ip6tables-save")).contains("JARRAH-T-");
        lab.byHand("ip6tables", "-I", "JARRAH-TO", "-j", "JARRAH-PASS");
        assertThat(lab.world.ask("tcp", OUTSIDE6, address6(5), "80")).isEqualTo("open");
        lab.apply(group(1, List.of(), in(TCP, 22, 22, "2001:db8:5::/48")));
        assertThat(lab.world.ask("tcp", OUTSIDE6, address6(5), "80")).isEqualTo("timeout");
        lab.ran.clear();
        lab.apply(group(1, List.of(), in(TCP, 22, 22, "2001:db8:5::/48")));
        assertThat(lab.ran).doesNotContain("ip6tables-restore", "iptables-restore");
        lab.forget(5);
        lab.apply();
        lab.setsGone();
        assertThat(lab.byHand("ip6tables-save")).doesNotContain("JARRAH-T-");
    }

    /** As of IPv4: until it is repaired, nothing passes. */
    @Test
    void flushedRulesCloseAndDoNotOpen() throws Exception {
        for (List<String> broken : List.of(
                List.of("ip6tables", "-F"),
                List.of("ip6tables", "-F", "JARRAH-CLOSED"),
                List.of("ip6tables", "-F", "JARRAH-TO"),
                List.of("sysctl", "-qw", "net.bridge.bridge-nf-call-ip6tables=0"))) {
            lab.apply(group(1, List.of(), in(TCP, 22, 22, "2001:db8:5::/48")));
            assertThat(lab.world.ask("tcp", OUTSIDE6, address6(5), "22"))
                    .as("before %s", broken)
                    .isEqualTo("open");
            lab.byHand(broken.toArray(String[]::new));
            assertThat(lab.world.ask("tcp", OUTSIDE6, address6(5), "80", "0.3"))
                    .as("%s", broken)
                    .isEqualTo("timeout");
            lab.byHand("sysctl", "-qw", "net.bridge.bridge-nf-call-ip6tables=1");
        }
    }

    private Agent spoofing() throws Exception {
        Agent neighbour = lab.dualStack(6, Groups.id(1));
        lab.apply(group(1, List.of(), allIn(), allOut(), ALL_IN6, ALL_OUT6));
        lab.world.ask("sniff", "eth0");
        neighbour.ask("sniff", "eth0");
        return neighbour;
    }

    private static String advertisement(Ether ether, String from, String target, String mark) {
        return Frames6.neighbours(ether, from, ALL_NODES, NEIGHBOUR_ADVERTISEMENT, target, mark);
    }

    private static String solicitation(String from, String target, String mark) {
        return Frames6.neighbours(OWN, from, ALL_NODES, NEIGHBOUR_SOLICITATION, target, mark);
    }

    private void passed(Agent neighbour, String frame) {
        guest.ask("send", "eth0", frame);
        String mark = frame.substring(frame.length() - RIGHT.length());
        assertThat(lab.world.ask("wait", mark)).isEqualTo("seen");
        assertThat(neighbour.ask("wait", mark)).isEqualTo("seen");
    }

    private void dropped(Agent neighbour, String... frames) {
        for (String frame : frames) {
            guest.ask("send", "eth0", frame);
        }
        guest.ask("send", "eth0", Frames6.udp(OWN, address6(5), 5000, ALL_NODES, 5000, RIGHT));
        for (Agent other : List.of(lab.world, neighbour)) {
            assertThat(other.ask("wait", RIGHT)).isEqualTo("seen");
            assertThat(other.ask("seen", WRONG)).isEqualTo("0");
        }
    }
}
