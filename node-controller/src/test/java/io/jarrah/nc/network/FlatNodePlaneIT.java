package io.jarrah.nc.network;

import static io.jarrah.nc.testing.Groups.allOut;
import static io.jarrah.nc.testing.Groups.group;
import static io.jarrah.nc.testing.Groups.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.KernelSettings;
import io.jarrah.nc.testing.Agent;
import io.jarrah.nc.testing.Frames;
import io.jarrah.nc.testing.Frames.Ether;
import io.jarrah.nc.testing.Groups;
import io.jarrah.nc.testing.NetworkNamespace;
import io.jarrah.nc.testing.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guests on the administrator's bridge, with the site behind it: a real dhcpd, the kernel's own nftables and iptables. */
@Timeout(180)
class FlatNodePlaneIT {
    private static final NetworkId NETWORK = new NetworkId("net-0123456789abcdef0");
    private static final String SITE = "10.77.0.1";
    private static final String ALL = "ff:ff:ff:ff:ff:ff";
    private static final String RIGHT = "4a41525241480001";
    private static final String WRONG = "4a41525241480bad";

    @TempDir
    Path directory;

    private final List<NetworkNamespace> spaces = new ArrayList<>();
    private final List<Agent> agents = new ArrayList<>();
    private final Map<Integer, NetworkNamespace> guests = new HashMap<>();
    private final Map<Integer, String> addresses = new HashMap<>();
    private NetworkNamespace node;
    private NetworkNamespace siteSpace;
    private Agent site;
    private Process dhcpd;
    private FlatNodePlane plane;
    private long generation;

    @BeforeEach
    void begin() throws Exception {
        Path setting = directory.resolve("net/bridge/bridge-nf-call-iptables");
        Files.createDirectories(setting.getParent());
        Files.writeString(setting, "1\n");
        node = space("flat");
        node.run(Command.of(
                "sysctl",
                "-qw",
                "net.bridge.bridge-nf-call-iptables=1",
                "net.bridge.bridge-nf-call-ip6tables=0",
                "net.bridge.bridge-nf-call-arptables=0"));
        node.ip("link", "add", "name", "br0", "type", "bridge");
        node.ip("link", "set", "br0", "up");
        siteSpace = space("site");
        Path script = Files.writeString(directory.resolve("udhcpc.sh"), """
                #!/bin/sh
                [ "$1" = bound ] || exit 0
                ip addr flush dev $interface
                ip addr add $ip/$mask dev $interface
                """);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void end() throws Exception {
        agents.forEach(Agent::close);
        if (dhcpd != null) {
            dhcpd.destroy();
            dhcpd.waitFor();
        }
        spaces.forEach(NetworkNamespace::delete);
    }

    private void start(VnetMode mode) throws Exception {
        plane = new FlatNodePlane(
                mode,
                "br0",
                directory.resolve("network.json"),
                NodeNetworkPlane.Programs.of(node, new KernelSettings(directory)));
        plug("uplink", siteSpace, "02:00:00:00:00:01");
        siteSpace.ip("address", "add", SITE + "/24", "dev", "eth0");
        site = agent(siteSpace);
        site.ask("listen_udp", "7");
    }

    private void serveDhcp() throws IOException {
        Path conf = Files.writeString(directory.resolve("dhcpd.conf"), """
                authoritative;
                default-lease-time 600;
                subnet 10.77.0.0 netmask 255.255.255.0 {
                  range 10.77.0.100 10.77.0.110;
                }
                """);
        Path leases = Files.writeString(directory.resolve("dhcpd.leases"), "");
        dhcpd = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        siteSpace.name(),
                        "/usr/sbin/dhcpd",
                        "-4",
                        "-f",
                        "-q",
                        "--no-pid",
                        "-cf",
                        conf.toString(),
                        "-lf",
                        leases.toString(),
                        "eth0")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("dhcpd.log").toFile())
                .start();
    }

    @Test
    void whatIsWrongWithTheBridgeIsTold() throws Exception {
        start(VnetMode.STATIC);
        addresses.put(5, "10.77.0.5");
        apply();
        assertThat(plane.problem()).isEmpty();
        assertThat(plane.ready(Specs.id(5))).isTrue();
        assertThat(plane.bridge(1)).isEqualTo("br0");
        node.ip("link", "set", "uplink", "nomaster");
        plane.converge(() -> {});
        assertThat(plane.problem().orElseThrow()).contains("has no port but instances");
        assertThat(plane.ready(Specs.id(5)))
                .as("others of this node are reached")
                .isTrue();
        node.ip("link", "delete", "br0");
        plane.converge(() -> {});
        assertThat(plane.problem().orElseThrow()).contains("there is no bridge br0 (VNET_BRIDGE)");
        assertThat(plane.ready(Specs.id(5))).isFalse();
    }

    @Test
    void aStaticGuestSpeaksFromItsAddressAndIsReachedByItsGroups() throws Exception {
        start(VnetMode.STATIC);
        addresses.put(5, "10.77.0.5");
        Agent guest = guest(5, "10.77.0.5");
        guest.ask("listen_udp", "22");
        guest.ask("listen_udp", "23");
        apply(group(1, List.of(), allOut(), in(SecurityRule.UDP, 22, 22, "0.0.0.0/0")));
        assertThat(guest.ask("udp", "10.77.0.5", SITE, "7")).isEqualTo("open");
        assertThat(site.ask("udp", SITE, "10.77.0.5", "22")).isEqualTo("open");
        assertThat(site.ask("udp", SITE, "10.77.0.5", "23")).isEqualTo("timeout");
        site.ask("sniff", "eth0");
        Ether own = new Ether(mac(5), ALL);
        guest.ask("send", "eth0", Frames.udp(own, "10.77.0.9", 5000, "10.77.0.255", 5000, WRONG));
        guest.ask("send", "eth0", Frames.udp(own, "10.77.0.5", 67, "255.255.255.255", 68, WRONG));
        guest.ask("send", "eth0", Frames.arp(mac(5), mac(5), SITE, WRONG));
        guest.ask("send", "eth0", Frames.udp(own, "10.77.0.5", 5000, "10.77.0.255", 5000, RIGHT));
        assertThat(site.ask("wait", RIGHT)).isEqualTo("seen");
        assertThat(site.ask("seen", WRONG)).isEqualTo("0");
    }

    @Test
    void aSystemGuestSpeaksFromWhatTheSiteGaveItAndFromNothingElse() throws Exception {
        start(VnetMode.SYSTEM);
        serveDhcp();
        addresses.put(5, NetworkEndpoint.NO_ADDRESS);
        addresses.put(6, NetworkEndpoint.NO_ADDRESS);
        Agent guest = guest(5, "10.77.0.50");
        guest(6, "10.77.0.60");
        SecurityGroup open = group(1, List.of(), allOut());
        apply(open);
        assertThat(plane.ready(Specs.id(5))).isTrue();
        assertThat(plane.learned()).isEmpty();
        assertThat(guest.ask("udp", "10.77.0.50", SITE, "7"))
                .as("its own choice")
                .isEqualTo("timeout");

        String leased = lease(5);
        plane.converge(() -> {});
        assertThat(plane.learned()).containsExactly(Map.entry(Specs.id(5), leased));
        assertThat(guest.ask("udp", leased, SITE, "7")).isEqualTo("open");
        guests.get(5).ip("address", "add", "10.77.0.50/24", "dev", "eth0");
        assertThat(guest.ask("udp", "10.77.0.50", SITE, "7")).isEqualTo("timeout");
        site.ask("sniff", "eth0");
        Ether own = new Ether(mac(5), ALL);
        guest.ask("send", "eth0", Frames.arp(mac(5), mac(5), "10.77.0.50", WRONG));
        guest.ask("send", "eth0", Frames.udp(own, leased, 67, "255.255.255.255", 68, WRONG));
        guest.ask("send", "eth0", Frames.dhcp(own, "0.0.0.0", "255.255.255.255", mac(6), WRONG));
        guest.ask("send", "eth0", Frames.dhcp(own, "0.0.0.0", "255.255.255.255", mac(5), RIGHT));
        assertThat(site.ask("wait", RIGHT)).isEqualTo("seen");
        assertThat(site.ask("seen", WRONG)).isEqualTo("0");
    }

    @Test
    void whatWasLearnedOutlivesTheProcessAndTheRulesAndEndsWithTheInstance() throws Exception {
        start(VnetMode.SYSTEM);
        serveDhcp();
        addresses.put(5, NetworkEndpoint.NO_ADDRESS);
        Agent guest = guest(5, "10.77.0.50");
        SecurityGroup open = group(1, List.of(), allOut());
        apply(open);
        String leased = lease(5);
        // Whoever comes up finds it in the kernel, also before it has read it once.
        plane = new FlatNodePlane(
                VnetMode.SYSTEM,
                "br0",
                directory.resolve("network.json"),
                NodeNetworkPlane.Programs.of(node, new KernelSettings(directory)));
        plane.converge(() -> {});
        assertThat(plane.learned()).containsExactly(Map.entry(Specs.id(5), leased));
        assertThat(guest.ask("udp", leased, SITE, "7")).isEqualTo("open");
        // The cloud controller tells the address back; when somebody flushes all rules, it is known from there.
        addresses.put(5, leased);
        addresses.put(6, NetworkEndpoint.NO_ADDRESS);
        apply(open);
        node.run(Command.of("nft", "flush", "ruleset"));
        plane.converge(() -> {});
        assertThat(plane.learned()).containsExactly(Map.entry(Specs.id(5), leased));
        assertThat(guest.ask("udp", leased, SITE, "7")).isEqualTo("open");
        addresses.remove(5);
        apply(open);
        assertThat(plane.learned()).isEmpty();
        assertThat(guest.ask("udp", leased, SITE, "7")).isEqualTo("timeout");
        plane.converge(() -> {});
        assertThat(node.run(Command.of("nft", "list", "table", "bridge", "jarrah-leases"))
                        .stdout())
                .doesNotContain(mac(5).replace(":", ""));
    }

    /** Returns the address; dhcpd may still be starting at the first request. */
    private String lease(int number) {
        NetworkNamespace space = guests.get(number);
        space.ip("address", "flush", "dev", "eth0");
        space.run(Command.of(
                "busybox",
                "udhcpc",
                "-n",
                "-q",
                "-f",
                "-t",
                "10",
                "-T",
                "1",
                "-i",
                "eth0",
                "-s",
                directory.resolve("udhcpc.sh").toString()));
        String shown = space.ip("-4", "-o", "address", "show", "dev", "eth0").stdout();
        assertThat(shown).contains("inet 10.77.0.10");
        return shown.replaceAll("(?s).*inet ([0-9.]+)/.*", "$1");
    }

    private void apply(SecurityGroup... groups) throws IOException {
        generation++;
        plane.desire(new NodeNetwork(
                generation,
                List.of(new NetworkSegment(NETWORK, new AccountId("000000000000"), 1, "10.77.0.0/24", 1500)),
                List.of(),
                addresses.entrySet().stream()
                        .map(entry -> new NetworkEndpoint(
                                Specs.id(entry.getKey()),
                                NETWORK,
                                mac(entry.getKey()),
                                entry.getValue(),
                                "host",
                                groups.length == 0 ? List.of() : List.of(Groups.id(1)),
                                Optional.empty()))
                        .toList(),
                List.of(groups)));
        plane.converge(() -> {});
    }

    private Agent guest(int number, String address) {
        NetworkNamespace space = space("g" + number);
        plug(TapNames.of(Specs.id(number)), space, mac(number));
        space.ip("address", "add", address + "/24", "dev", "eth0");
        guests.put(number, space);
        return agent(space);
    }

    private static String mac(int number) {
        return "d0:0d:00:00:00:%02x".formatted(number);
    }

    private Agent agent(NetworkNamespace space) {
        Agent agent = Agent.in(space);
        agents.add(agent);
        return agent;
    }

    private NetworkNamespace space(String name) {
        NetworkNamespace space = NetworkNamespace.create(name);
        spaces.add(space);
        return space;
    }

    private void plug(String device, NetworkNamespace space, String mac) {
        node.ip("link", "add", "name", device, "type", "veth", "peer", "name", "eth0", "netns", space.name());
        node.ip("link", "set", device, "master", "br0", "up");
        space.ip("link", "set", "eth0", "address", mac, "up");
        // Without it UDP between such ends has checksums that nobody fills in.
        node.run(Command.of("ethtool", "-K", device, "tx", "off"));
        space.run(Command.of("ethtool", "-K", "eth0", "tx", "off"));
    }
}
