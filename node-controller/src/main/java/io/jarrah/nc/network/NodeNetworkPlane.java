package io.jarrah.nc.network;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Wiring;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.ConntrackCommand;
import io.jarrah.common.os.IpsetCommand;
import io.jarrah.common.os.KernelSettings;
import io.jarrah.common.os.NftCommand;
import io.jarrah.common.state.JsonStore;
import io.jarrah.common.state.RetriedWrites;
import io.jarrah.nc.firewall.Firewall;
import io.jarrah.nc.firewall.Guest;
import io.jarrah.nc.firewall.Policy;
import io.jarrah.nc.os.BridgeCommand;
import io.jarrah.nc.os.IpCommand;
import io.jarrah.nc.os.IpCommand.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects the node's bridges to those of the other nodes, by VXLAN links with static flood lists or by VLANs, or uses the
 * administrator's bridge for all networks, and guards the instances plugged into them. What is desired and what was made are on disk,
 * so that after a restart the networks and the firewall are as they were before anybody was heard.
 */
public final class NodeNetworkPlane implements NetworkPlane {
    private static final Logger LOG = LoggerFactory.getLogger(NodeNetworkPlane.class);

    /**
     * What is on disk.
     *
     * @param desired as the cluster controller sent it last
     * @param owned segments whose links this node made
     */
    record State(Optional<NodeNetwork> desired, Set<Integer> owned) {
        static final State EMPTY = new State(Optional.empty(), Set.of());
    }

    /** The programs it uses. */
    public record Programs(IpCommand ip, BridgeCommand bridge, KernelSettings kernel, Firewall.Programs firewall) {
        /** All of them, run by that. */
        public static Programs of(CommandRunner runner, KernelSettings kernel) {
            return new Programs(
                    new IpCommand(runner),
                    new BridgeCommand(runner),
                    kernel,
                    new Firewall.Programs(
                            new NftCommand(runner), new IpsetCommand(runner), runner, new ConntrackCommand(runner)));
        }
    }

    private final Uplink uplink;
    private final Programs programs;
    private final RetriedWrites<State> writes;
    private final Supplier<Set<Integer>> inUse;
    private final Firewall firewall;

    private volatile State state;
    private volatile Set<InstanceId> ready = Set.of();
    private volatile String address = "";
    private volatile Optional<String> problem = Optional.of("the network was not yet looked at");

    /**
     * @param uplink how instances reach those of other nodes
     * @param file where desired and made segments are kept
     * @param inUse segments that instances of this node are plugged into
     */
    public NodeNetworkPlane(Uplink uplink, Path file, Programs programs, Supplier<Set<Integer>> inUse) {
        this.uplink = uplink;
        this.programs = programs;
        JsonStore<State> store = new JsonStore<>(file, State.class);
        this.writes = new RetriedWrites<>("the network", store::write);
        this.inUse = inUse;
        this.firewall = new Firewall(programs.firewall());
        this.state = store.read().orElse(State.EMPTY);
    }

    @Override
    public synchronized long desire(NodeNetwork network) {
        NetworkCheck.require(network, VnetMode.MANAGED);
        Optional<NodeNetwork> later = state.desired().filter(known -> known.generation() > network.generation());
        if (later.isPresent()) {
            LOG.debug("network generation {} is older than what is known", network.generation());
            return later.get().generation();
        }
        if (!state.desired().equals(Optional.of(network))) {
            save(new State(Optional.of(network), state.owned()));
        }
        return network.generation();
    }

    @Override
    public Optional<NodeNetwork> desired() {
        return state.desired();
    }

    @Override
    public void converge(Runnable startable) throws IOException {
        writes.retry();
        NodeNetwork desired = state.desired().orElse(NodeNetwork.EMPTY);
        boolean done = false;
        try {
            List<String> problems = new ArrayList<>();
            writes.problem().ifPresent(problems::add);
            boolean guarded = guard(desired, problems);
            Set<Integer> connected = connect(desired, problems);
            ready = guarded ? connectedOf(desired, connected) : Set.of();
            problem = problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
            startable.run();
            firewall.confirm();
            done = true;
        } catch (CommandFailedException | IllegalStateException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            if (!done) {
                // What guards the instances is not known now: none may begin to speak.
                ready = Set.of();
            }
        }
    }

    /**
     * The firewall first, so that a new instance never has a network without one. Returns whether security groups can be
     * enforced; if not, all instances are cut off, since nothing else keeps them closed.
     */
    private boolean guard(NodeNetwork desired, List<String> problems) throws IOException {
        if (!BridgeFilter.enable(programs.kernel(), problems)) {
            firewall.apply(Policy.CLOSED);
            return false;
        }
        boolean wanted = desired.endpoints().stream()
                .anyMatch(endpoint -> endpoint.ipv6().isPresent());
        boolean ipv6 = BridgeFilter.enableIpv6(programs.kernel(), wanted, problems);
        firewall.apply(policy(desired, ipv6));
        return true;
    }

    private Policy policy(NodeNetwork desired, boolean ipv6) {
        Map<NetworkId, String> gateways = new HashMap<>();
        boolean shared = uplink.wiring() == Wiring.SHARED;
        Set<Integer> segments = new TreeSet<>(state.owned());
        for (NetworkSegment segment : desired.segments()) {
            gateways.put(segment.id(), Ipv4Prefix.parse(segment.cidr()).gateway());
            if (!shared) {
                segments.add(segment.segment());
            }
        }
        List<Guest> guests = desired.endpoints().stream()
                .map(endpoint -> new Guest(
                        endpoint.instanceId(),
                        TapNames.of(endpoint.instanceId()),
                        endpoint.mac(),
                        Optional.of(endpoint.privateIp()),
                        Optional.of(Objects.requireNonNull(gateways.get(endpoint.network()), "checked when it came")),
                        endpoint.groups(),
                        endpoint.ipv6().filter(address -> ipv6)))
                .toList();
        return new Policy(
                guests,
                desired.groups(),
                segments.stream().map(uplink::port).toList(),
                shared ? Optional.of(uplink.subnet()) : Optional.empty());
    }

    /** Returns the segments that instances can be plugged into. */
    private Set<Integer> connect(NodeNetwork desired, List<String> problems) throws IOException {
        IpCommand.Interfaces found = programs.ip().interfaces(uplink.device());
        List<Link> links = found.links();
        Optional<String> obstacle = obstacle(found);
        obstacle.ifPresent(problems::add);
        if (obstacle.isPresent()) {
            return Set.of();
        }
        address = uplink.wiring() == Wiring.VXLAN ? found.address().orElse("") : "";
        boolean tunnels = links.stream().anyMatch(link -> link.vxlan().isPresent());
        SegmentPlan plan = SegmentPlan.of(
                new SegmentPlan.Desired(desired.segments(), desired.tunnelPeers(), state.owned(), inUse.get()),
                links,
                tunnels ? programs.bridge().floods() : List.of(),
                new SegmentPlan.Wire(uplink, address));
        // Owned before made: a crash in between leaves a claim to nothing, never a link without an owner.
        Set<Integer> claimed = new TreeSet<>(state.owned());
        claimed.addAll(plan.owned());
        if (!claimed.equals(state.owned())) {
            own(claimed);
        }
        if (!plan.empty()) {
            LOG.info("changing the network: {} {} {}", plan.links(), plan.removedFloods(), plan.addedFloods());
            change(plan);
        }
        if (!plan.owned().equals(state.owned())) {
            own(plan.owned());
        }
        if (!plan.foreign().isEmpty()) {
            problems.add("links " + plan.foreign() + " are not Jarrah's; rename them to free their names, and keep VLAN"
                    + " tags of your own outside of VNET_MINVLAN to VNET_MAXVLAN");
        }
        narrow(desired, links).ifPresent(problems::add);
        Set<Integer> connected = uplink.wiring() == Wiring.SHARED
                ? desired.segments().stream().map(NetworkSegment::segment).collect(Collectors.toSet())
                : plan.ready();
        List<String> taps = TapPlan.of(bridges(desired, connected), links);
        if (!taps.isEmpty()) {
            LOG.info("changing instances' interfaces: {}", taps);
            programs.ip().batch(taps);
        }
        return connected;
    }

    /** The bridge of each instance's tap, as far as it is there. */
    private Map<String, String> bridges(NodeNetwork desired, Set<Integer> connected) {
        Map<NetworkId, Integer> segments = new HashMap<>();
        desired.segments().stream()
                .filter(segment -> connected.contains(segment.segment()))
                .forEach(segment -> segments.put(segment.id(), segment.segment()));
        Map<String, String> bridges = new HashMap<>();
        desired.endpoints().forEach(endpoint -> {
            Integer segment = segments.get(endpoint.network());
            if (segment != null) {
                bridges.put(TapNames.of(endpoint.instanceId()), uplink.bridge(segment));
            }
        });
        return bridges;
    }

    /** Why no instance could reach another host; empty when they could. */
    private Optional<String> obstacle(IpCommand.Interfaces found) {
        String device = uplink.device();
        return switch (uplink.wiring()) {
            case VXLAN ->
                found.address().isPresent()
                        ? Optional.empty()
                        : Optional.of("interface " + device + " (VNET_PRIVINTERFACE) has no IPv4 address");
            case VLAN -> {
                Optional<Link> parent = found.links().stream()
                        .filter(link -> link.name().equals(device))
                        .findAny();
                yield parent.isEmpty()
                        ? Optional.of("there is no interface " + device + " (VNET_PRIVINTERFACE) for the VLANs")
                        : parent.filter(link -> !link.up())
                                .map(link ->
                                        device + " (VNET_PRIVINTERFACE) is down; ip link set dev " + device + " up");
            }
            case SHARED -> BridgeCheck.obstacle(uplink.bridge(), device, found.links());
        };
    }

    /** Packets of guests that do not fit on the way to other hosts; tunnels cut theirs into fragments. */
    private Optional<String> narrow(NodeNetwork desired, List<Link> links) {
        if (uplink.wiring() == Wiring.VXLAN) {
            return Optional.empty();
        }
        int needed =
                desired.segments().stream().mapToInt(NetworkSegment::mtu).max().orElse(0);
        return links.stream()
                .filter(link -> link.name().equals(uplink.device()) && link.mtu() < needed)
                .map(link -> link.name() + " (VNET_PRIVINTERFACE) has an MTU of " + link.mtu()
                        + ", but guests send packets of " + needed + " bytes; ip link set dev " + link.name() + " mtu "
                        + needed)
                .findAny();
    }

    private void change(SegmentPlan plan) {
        try {
            programs.ip().batch(plan.links());
        } catch (CommandFailedException e) {
            if (uplink.wiring() == Wiring.VLAN && e.stderr().contains(IpCommand.UNKNOWN_KIND)) {
                throw new IllegalStateException(
                        "this kernel has no VLAN interfaces (802.1q), which VNET_ISOLATION=\"VLAN\" needs; load them with"
                                + " modprobe 8021q and name 8021q in /etc/modules-load.d, or set"
                                + " VNET_ISOLATION=\"VXLAN\" on every host",
                        e);
            }
            throw e;
        }
        programs.bridge().change(plan.removedFloods(), plan.addedFloods());
    }

    private static Set<InstanceId> connectedOf(NodeNetwork desired, Set<Integer> connected) {
        Set<NetworkId> networks = desired.segments().stream()
                .filter(segment -> connected.contains(segment.segment()))
                .map(NetworkSegment::id)
                .collect(Collectors.toSet());
        return desired.endpoints().stream()
                .filter(endpoint -> networks.contains(endpoint.network()))
                .map(NetworkEndpoint::instanceId)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean ready(InstanceId instance) {
        return ready.contains(instance);
    }

    @Override
    public void removeTap(String tap) {
        if (programs.ip().links().stream().anyMatch(link -> link.name().equals(tap))) {
            LOG.info("removing tap {} that its domain left behind", tap);
            programs.ip().batch(List.of("link delete dev " + tap));
        }
    }

    @Override
    public String tunnelAddress() {
        return address;
    }

    @Override
    public String bridge(int segment) {
        return uplink.bridge(segment);
    }

    @Override
    public Optional<String> problem() {
        return problem;
    }

    private synchronized void own(Set<Integer> segments) {
        save(new State(state.desired(), segments));
    }

    private void save(State changed) {
        writes.put(changed);
        state = changed;
    }
}
