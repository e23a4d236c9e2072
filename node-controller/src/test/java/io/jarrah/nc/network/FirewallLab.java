package io.jarrah.nc.network;

import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.KernelSettings;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.testing.Agent;
import io.jarrah.nc.testing.NetworkNamespace;
import io.jarrah.nc.testing.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A node with stand-ins for guests on segment 10, and the rest of the world behind the same bridge: the gateway 172.16.10.1, which
 * also answers at the addresses of {@link #OUTSIDE} and {@link #ELSEWHERE}, of the metadata, and of a guest on another node.
 */
final class FirewallLab implements AutoCloseable, CommandRunner {
    static final String GATEWAY = "172.16.10.1";
    static final String OUTSIDE = "203.0.113.5";
    static final String ELSEWHERE = "198.51.100.7";
    static final String OTHER_NODE = "172.16.20.9";
    static final String METADATA = "169.254.169.254";

    static final String OUTSIDE6 = "2001:db8:5::5";
    static final String ELSEWHERE6 = "2001:db8:7::7";
    static final String METADATA6 = "fd00:ec2::254";
    static final String GATEWAY6 = "fe80::1";
    private static final String PREFIX6 = "fd00:10:0:a::";

    private static final NetworkId NETWORK = new NetworkId("net-0123456789abcdef0");

    final NetworkNamespace node;
    final NodeNetworkPlane plane;
    final Agent world;

    /** Programs that were run, in order. */
    final List<String> ran = new ArrayList<>();

    private final Path setting6;
    private final NetworkNamespace worldSpace;
    private final List<NetworkNamespace> spaces = new ArrayList<>();
    private final List<Agent> agents = new ArrayList<>();
    private final List<NetworkEndpoint> endpoints = new ArrayList<>();
    private long generation;

    FirewallLab(Path directory) throws IOException {
        Path setting = directory.resolve("net/bridge/bridge-nf-call-iptables");
        Files.createDirectories(setting.getParent());
        Files.writeString(setting, "1\n");
        setting6 = directory.resolve("net/bridge/bridge-nf-call-ip6tables");
        Files.writeString(setting6, "0\n");
        node = space("fw");
        run(Command.of("sysctl", "-qw", "net.bridge.bridge-nf-call-iptables=1"));
        run(Command.of(
                "sysctl", "-qw", "net.bridge.bridge-nf-call-ip6tables=0", "net.bridge.bridge-nf-call-arptables=0"));
        node.ip("link", "add", "name", "eth1", "type", "bridge");
        node.ip("address", "add", "192.168.70.11/24", "dev", "eth1");
        node.ip("link", "set", "eth1", "up");
        plane = new NodeNetworkPlane(
                Uplink.vxlan("eth1"),
                directory.resolve("network.json"),
                NodeNetworkPlane.Programs.of(this, new KernelSettings(directory)),
                Set::of);
        apply();
        worldSpace = space("world");
        plug("world", worldSpace, "02:00:00:00:00:01");
        worldSpace.ip("address", "add", GATEWAY + "/24", "dev", "eth0");
        for (String address : List.of(OUTSIDE, ELSEWHERE, OTHER_NODE, METADATA)) {
            worldSpace.ip("address", "add", address + "/32", "dev", "lo");
        }
        for (String address : List.of(GATEWAY6, PREFIX6 + "1")) {
            worldSpace.ip("address", "add", address + "/64", "dev", "eth0", "nodad");
        }
        for (String address : List.of(OUTSIDE6, ELSEWHERE6, METADATA6)) {
            worldSpace.ip("address", "add", address + "/128", "dev", "lo", "nodad");
        }
        world = agent(worldSpace);
    }

    /** The same with an IPv6 address, from the next change on. */
    Agent dualStack(int number, SecurityGroupId... groups) {
        endpoints.add(new NetworkEndpoint(
                Specs.id(number),
                NETWORK,
                mac(number),
                address(number),
                "host",
                List.of(groups),
                Optional.empty(),
                Optional.of(address6(number))));
        Agent agent = unknownGuest(number);
        NetworkNamespace space = spaces.getLast();
        // Its own link-local address is there, but no router to ask: the world is only a stand-in for one.
        space.ip("address", "add", address6(number) + "/64", "dev", "eth0", "nodad");
        space.ip("route", "add", "default", "via", GATEWAY6, "dev", "eth0");
        return agent;
    }

    static String address6(int number) {
        return PREFIX6 + number;
    }

    /** Commands of the plane, noted. */
    @Override
    public CommandResult run(Command command) {
        ran.add(Path.of(command.argv().getFirst()).getFileName().toString());
        return node.run(command);
    }

    /** A guest on the node that the document knows from the next change on. */
    Agent guest(int number, SecurityGroupId... groups) {
        know(number, List.of(groups));
        return unknownGuest(number);
    }

    /** Puts an instance into the document from the next change on, whether or not there is a guest. */
    void know(int number, List<SecurityGroupId> groups) {
        endpoints.add(new NetworkEndpoint(
                Specs.id(number), NETWORK, mac(number), address(number), "host", groups, Optional.empty()));
    }

    /** A guest that the document does not know. */
    Agent unknownGuest(int number) {
        NetworkNamespace space = space("g" + number);
        plug(TapNames.of(Specs.id(number)), space, mac(number));
        space.ip("address", "add", address(number) + "/24", "dev", "eth0");
        space.ip("route", "add", "default", "via", GATEWAY);
        return agent(space);
    }

    /** Applies these groups to all guests. */
    void apply(SecurityGroup... groups) throws IOException {
        apply(() -> {}, groups);
    }

    /** The same; runs that when instances can be started. */
    void apply(Runnable startable, SecurityGroup... groups) throws IOException {
        generation++;
        plane.desire(new NodeNetwork(
                generation,
                List.of(new NetworkSegment(
                        NETWORK,
                        new AccountId("123456789012"),
                        10,
                        "172.16.10.0/24",
                        1450,
                        Optional.of(PREFIX6 + "/64"))),
                List.of("192.168.70.11"),
                endpoints,
                Arrays.asList(groups)));
        plane.converge(startable);
        // The kernel's own settings are of a network namespace, and this process is not in the node's.
        run(Command.of(
                "sysctl",
                "-qw",
                "net.bridge.bridge-nf-call-ip6tables="
                        + Files.readString(setting6).strip()));
    }

    /** Leaves the guest out of the document from the next change on. */
    void forget(int number) {
        endpoints.removeIf(endpoint -> endpoint.instanceId().equals(Specs.id(number)));
    }

    /** Waits until no set is left; the kernel lets go of them a moment after the rules. */
    void setsGone() throws Exception {
        Eventually.isTrue(() -> {
            plane.converge(() -> {});
            return !byHand("ipset", "save").contains("JARRAH-");
        });
    }

    Agent agent(NetworkNamespace space) {
        Agent agent = Agent.in(space);
        agents.add(agent);
        return agent;
    }

    /** Runs a program by hand, as an administrator would. */
    String byHand(String... argv) {
        return node.run(Command.of(argv)).stdout();
    }

    static String mac(int number) {
        return "d0:0d:00:00:00:%02x".formatted(number);
    }

    static String address(int number) {
        return "172.16.10." + number;
    }

    private NetworkNamespace space(String name) {
        NetworkNamespace space = NetworkNamespace.create(name);
        spaces.add(space);
        return space;
    }

    private void plug(String device, NetworkNamespace space, String mac) {
        node.ip("link", "add", "name", device, "type", "veth", "peer", "name", "eth0", "netns", space.name());
        // With an IPv6 address of its own the host's end would say so, on its wire and past the bridge.
        node.ip("link", "set", device, "addrgenmode", "none");
        node.ip("link", "set", device, "master", "br10", "up");
        space.ip("link", "set", "eth0", "address", mac, "mtu", "1450", "up");
        // Without it TCP between such ends has checksums that nobody fills in.
        node.run(Command.of("ethtool", "-K", device, "tx", "off"));
        space.run(Command.of("ethtool", "-K", "eth0", "tx", "off"));
    }

    @Override
    public void close() {
        agents.forEach(Agent::close);
        spaces.forEach(NetworkNamespace::delete);
    }
}
