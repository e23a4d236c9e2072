package io.jarrah.nc.network;

import static io.jarrah.common.contract.SecurityRule.ANY;
import static io.jarrah.common.contract.SecurityRule.ICMP;
import static io.jarrah.common.contract.SecurityRule.TCP;
import static io.jarrah.common.contract.SecurityRule.UDP;
import static io.jarrah.nc.network.FirewallLab.ELSEWHERE;
import static io.jarrah.nc.network.FirewallLab.GATEWAY;
import static io.jarrah.nc.network.FirewallLab.METADATA;
import static io.jarrah.nc.network.FirewallLab.OTHER_NODE;
import static io.jarrah.nc.network.FirewallLab.OUTSIDE;
import static io.jarrah.nc.network.FirewallLab.address;
import static io.jarrah.nc.testing.Groups.allIn;
import static io.jarrah.nc.testing.Groups.allOut;
import static io.jarrah.nc.testing.Groups.group;
import static io.jarrah.nc.testing.Groups.in;
import static io.jarrah.nc.testing.Groups.out;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.nc.testing.Agent;
import io.jarrah.nc.testing.Groups;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What security groups let through, with the kernel's own bridge, nftables, iptables and ipset. */
class NodeFirewallIT {
    private static final List<String> FIRST = List.of(address(5));

    @TempDir
    Path directory;

    private FirewallLab lab;
    private Agent guest;

    @BeforeEach
    void begin() throws Exception {
        lab = new FirewallLab(directory);
        guest = lab.guest(5, Groups.id(1));
        for (String port : List.of("22", "80", "8080")) {
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
        lab.apply(group(1, FIRST, allOut()));
        assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "22")).isEqualTo("timeout");
        assertThat(lab.world.ask("udp", OUTSIDE, address(5), "22")).isEqualTo("timeout");
        assertThat(lab.world.ask("icmp", GATEWAY, address(5), "8", "0")).isEqualTo("timeout");
        assertThat(guest.ask("tcp", address(5), OUTSIDE, "80")).isEqualTo("open");
        assertThat(guest.ask("icmp", address(5), OUTSIDE, "8", "0")).isEqualTo("open");
    }

    @Test
    void onePortFromOnePrefix() throws Exception {
        lab.apply(group(1, FIRST, in(TCP, 22, 22, "203.0.113.0/24")));
        assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "22")).isEqualTo("open");
        assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "80")).isEqualTo("timeout");
        assertThat(lab.world.ask("udp", OUTSIDE, address(5), "22")).isEqualTo("timeout");
        assertThat(lab.world.ask("tcp", ELSEWHERE, address(5), "22")).isEqualTo("timeout");
        lab.apply(group(1, FIRST, in(TCP, 22, 22, "203.0.113.0/24"), in(TCP, 22, 22, "198.51.100.7/32")));
        assertThat(lab.world.ask("tcp", ELSEWHERE, address(5), "22")).isEqualTo("open");
        lab.apply(group(1, FIRST, in(TCP, 22, 22, "0.0.0.0/0")));
        assertThat(lab.world.ask("tcp", ELSEWHERE, address(5), "22")).isEqualTo("open");
        assertThat(lab.world.ask("tcp", GATEWAY, address(5), "22")).isEqualTo("open");
    }

    /** Failure 18: a range from 0 opened all ports, and ICMP types and codes were ignored. */
    @Test
    void aRangeFromZeroAndAnIcmpTypeOpenNothingElse() throws Exception {
        lab.apply(group(
                1, FIRST, in(TCP, 0, 1023, "0.0.0.0/0"), in(UDP, 0, 0, "0.0.0.0/0"), in(ICMP, 8, 0, "0.0.0.0/0")));
        assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "80")).isEqualTo("open");
        assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "8080")).isEqualTo("timeout");
        assertThat(lab.world.ask("udp", OUTSIDE, address(5), "22")).isEqualTo("timeout");
        assertThat(lab.world.ask("icmp", OUTSIDE, address(5), "8", "0")).isEqualTo("open");
        assertThat(lab.world.ask("icmp", OUTSIDE, address(5), "8", "1")).isEqualTo("timeout");
        assertThat(lab.world.ask("icmp", OUTSIDE, address(5), "13", "0")).isEqualTo("timeout");
        lab.apply(group(
                1,
                FIRST,
                in(ICMP, 13, ANY, "0.0.0.0/0"),
                in(0, ANY, ANY, "0.0.0.0/0"),
                in(ICMP, 255, ANY, "0.0.0.0/0")));
        assertThat(lab.world.ask("icmp", OUTSIDE, address(5), "13", "0")).isEqualTo("open");
        assertThat(lab.world.ask("icmp", OUTSIDE, address(5), "8", "0")).isEqualTo("timeout");
        assertThat(lab.world.ask("tcp", OUTSIDE, address(5), "80")).isEqualTo("timeout");
    }

    @Test
    void aGroupReachesAnotherOnThisNodeAndFromOthers() throws Exception {
        Agent member = lab.guest(6, Groups.id(2));
        Agent stranger = lab.guest(7, Groups.id(3));
        lab.apply(
                group(1, FIRST, in(TCP, 80, 80, Groups.id(2))),
                group(2, List.of(address(6)), allOut()),
                group(3, List.of(address(7)), allOut()));
        assertThat(member.ask("tcp", address(6), address(5), "80")).isEqualTo("open");
        assertThat(member.ask("tcp", address(6), address(5), "22")).isEqualTo("timeout");
        assertThat(stranger.ask("tcp", address(7), address(5), "80")).isEqualTo("timeout");
        assertThat(lab.world.ask("tcp", OTHER_NODE, address(5), "80")).isEqualTo("timeout");
        lab.apply(
                group(1, FIRST, in(TCP, 80, 80, Groups.id(2))),
                group(2, List.of(OTHER_NODE), allOut()),
                group(3, List.of(address(7)), allOut()));
        assertThat(lab.world.ask("tcp", OTHER_NODE, address(5), "80")).isEqualTo("open");
        assertThat(member.ask("tcp", address(6), address(5), "80")).isEqualTo("timeout");
    }

    /** What the sender's groups permit is no more than a question to the receiver's. */
    @Test
    void betweenTwoGuestsOfOneNodeBothMustPermit() throws Exception {
        Agent sender = lab.guest(6, Groups.id(2));
        lab.apply(group(1, FIRST, allIn()), group(2, List.of()));
        assertThat(sender.ask("tcp", address(6), address(5), "80")).isEqualTo("timeout");
        lab.apply(group(1, FIRST), group(2, List.of(), allOut()));
        assertThat(sender.ask("tcp", address(6), address(5), "80")).isEqualTo("timeout");
        lab.apply(group(1, FIRST, allIn()), group(2, List.of(), out(TCP, 80, 80, "172.16.10.5/32")));
        assertThat(sender.ask("tcp", address(6), address(5), "80")).isEqualTo("open");
        assertThat(sender.ask("tcp", address(6), address(5), "22")).isEqualTo("timeout");
        assertThat(sender.ask("tcp", address(6), OUTSIDE, "80")).isEqualTo("timeout");
    }

    @Test
    void whateverGroupsSayAnInstanceGetsItsAddressAndItsMetadata() throws Exception {
        lab.apply(group(1, FIRST));
        assertThat(guest.ask("tcp", address(5), METADATA, "80")).isEqualTo("open");
        assertThat(guest.ask("tcp", address(5), METADATA, "22")).isEqualTo("timeout");
        assertThat(guest.ask("tcp", address(5), OUTSIDE, "80")).isEqualTo("timeout");
        lab.world.ask("listen_udp", "67");
        assertThat(guest.ask("udp", address(5), GATEWAY, "67", "1.0", "68")).isEqualTo("open");
        guest.ask("listen_udp", "68");
        lab.world.ask("udp", OUTSIDE, address(5), "68", "0.5", "1067");
        assertThat(guest.ask("received", "68")).isEqualTo("0");
    }

    @Test
    void revokingEndsNoEstablishedFlow() throws Exception {
        lab.apply(group(1, FIRST, in(TCP, 22, 22, "172.16.10.0/24")));
        assertThat(lab.world.ask("hold", "shell", address(5), "22")).isEqualTo("open");
        lab.apply(group(1, FIRST));
        assertThat(lab.world.ask("tcp", GATEWAY, address(5), "22")).isEqualTo("timeout");
        assertThat(lab.world.ask("talk", "shell")).isEqualTo("open");
    }

    /** A packet of a flow that somebody had with the address' last owner is a new one for the next. */
    @Test
    void whoGetsAnAddressGetsNoneOfItsOldFlows() throws Exception {
        lab.apply(group(1, FIRST, in(UDP, 80, 80, "0.0.0.0/0")));
        assertThat(lab.world.ask("udp", OUTSIDE, address(5), "80", "1.0", "7777"))
                .isEqualTo("open");
        lab.apply(group(1, FIRST));
        assertThat(lab.world.ask("udp", OUTSIDE, address(5), "80", "1.0", "7777"))
                .isEqualTo("open");
        lab.forget(5);
        lab.apply(group(1, FIRST));
        lab.know(5, List.of(Groups.id(1)));
        lab.apply(group(1, FIRST));
        assertThat(lab.world.ask("udp", OUTSIDE, address(5), "80", "1.0", "7777"))
                .isEqualTo("timeout");
    }

    @Test
    void aTapThatNobodyKnowsPassesNothing() throws Exception {
        Agent unknown = lab.unknownGuest(9);
        unknown.ask("listen_tcp", "22");
        lab.apply(group(1, FIRST, allIn(), allOut()));
        assertThat(unknown.ask("icmp", address(9), GATEWAY, "8", "0")).isEqualTo("timeout");
        assertThat(unknown.ask("icmp", address(9), address(5), "8", "0")).isEqualTo("timeout");
        unknown.ask("sniff", "eth0");
        assertThat(lab.world.ask("icmp", GATEWAY, address(5), "8", "0")).isEqualTo("open");
        assertThat(guest.ask("icmp", address(5), address(9), "8", "0")).isEqualTo("timeout");
        assertThat(unknown.ask("frames")).isEqualTo("none");
    }

    @Test
    void anInstanceThatLeavesTheDocumentIsSilentAndItsRulesGo() throws Exception {
        lab.apply(group(1, FIRST, allIn(), in(TCP, 22, 22, "203.0.113.0/24"), in(TCP, 22, 22, Groups.id(1))));
        assertThat(lab.world.ask("tcp", GATEWAY, address(5), "22")).isEqualTo("open");
        lab.forget(5);
        lab.apply();
        assertThat(lab.world.ask("tcp", GATEWAY, address(5), "22")).isEqualTo("timeout");
        assertThat(lab.byHand("iptables-save")).doesNotContain("JARRAH-T-", "JARRAH-F-", "JARRAH-I-", "JARRAH-E-");
        lab.setsGone();
    }
}
