package io.jarrah.nc.network;

import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.os.KernelSettings;
import io.jarrah.common.state.JsonStore;
import io.jarrah.nc.os.BridgeCommand;
import io.jarrah.nc.os.IpCommand;
import io.jarrah.nc.os.IpCommand.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects the node's bridges to those of the other nodes by VXLAN links with static flood lists. What is desired and
 * what was made are on disk, so that after a restart the networks are as they were before anybody was heard.
 */
public final class NodeNetworkPlane implements NetworkPlane {
    private static final Logger LOG = LoggerFactory.getLogger(NodeNetworkPlane.class);
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
    private static final int MAX_SEGMENT = 0xffffff;
    private static final int MIN_MTU = 576;
    private static final int MAX_MTU = 9500;

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
    public record Programs(IpCommand ip, BridgeCommand bridge, KernelSettings kernel) {}

    private final String device;
    private final Programs programs;
    private final JsonStore<State> store;
    private final Supplier<Set<Integer>> inUse;
    private volatile State state;
    private volatile Set<Integer> ready = Set.of();
    private volatile String address = "";
    private volatile Optional<String> problem = Optional.of("the network was not yet looked at");

    /**
     * @param device interface that faces the other nodes (VNET_PRIVINTERFACE)
     * @param file where desired and made segments are kept
     * @param inUse segments that instances of this node are plugged into
     */
    public NodeNetworkPlane(String device, Path file, Programs programs, Supplier<Set<Integer>> inUse) {
        this.device = device;
        this.programs = programs;
        this.store = new JsonStore<>(file, State.class);
        this.inUse = inUse;
        this.state = store.read().orElse(State.EMPTY);
    }

    @Override
    public synchronized void desire(NodeNetwork network) {
        network.segments().forEach(NodeNetworkPlane::require);
        network.tunnelPeers().forEach(NodeNetworkPlane::requirePeer);
        if (state.desired()
                .filter(known -> known.generation() > network.generation())
                .isPresent()) {
            LOG.debug("network generation {} is older than what is known", network.generation());
            return;
        }
        if (!state.desired().equals(Optional.of(network))) {
            save(new State(Optional.of(network), state.owned()));
        }
    }

    @Override
    public synchronized void converge() throws IOException {
        Optional<String> found = programs.ip().ipv4Address(device);
        if (found.isEmpty()) {
            problem = Optional.of("interface " + device + " (VNET_PRIVINTERFACE) has no IPv4 address");
            ready = Set.of();
            return;
        }
        address = found.get();
        setKernel();
        NodeNetwork desired = state.desired().orElse(NodeNetwork.EMPTY);
        List<Link> links = programs.ip().links();
        boolean tunnels = links.stream().anyMatch(link -> link.vxlan().isPresent());
        SegmentPlan plan = SegmentPlan.of(
                new SegmentPlan.Desired(desired.segments(), desired.tunnelPeers(), state.owned(), inUse.get()),
                links,
                tunnels ? programs.bridge().floods() : List.of(),
                new SegmentPlan.Tunnel(device, address));
        // Owned before made: a crash in between leaves a claim to nothing, never a link without an owner.
        Set<Integer> claimed = new TreeSet<>(state.owned());
        claimed.addAll(plan.owned());
        if (!claimed.equals(state.owned())) {
            save(new State(state.desired(), claimed));
        }
        if (!plan.empty()) {
            LOG.info("changing the network: {} {} {}", plan.links(), plan.removedFloods(), plan.addedFloods());
            programs.ip().batch(plan.links());
            programs.bridge().change(plan.removedFloods(), plan.addedFloods());
        }
        if (!plan.owned().equals(state.owned())) {
            save(new State(state.desired(), plan.owned()));
        }
        ready = plan.ready();
        problem = plan.foreign().isEmpty()
                ? Optional.empty()
                : Optional.of("bridges " + plan.foreign() + " are not Jarrah's; rename them to free their names");
    }

    @Override
    public boolean ready(int segment) {
        return ready.contains(segment);
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
    public Optional<String> problem() {
        return problem;
    }

    /**
     * Frames between guests of one bridge do not pass the host's iptables: no rule of Jarrah's looks at them on a node
     * yet, and an administrator's rules are not meant for them.
     */
    private void setKernel() throws IOException {
        programs.kernel().set("net/bridge/bridge-nf-call-iptables", "0");
        programs.kernel().set("net/bridge/bridge-nf-call-ip6tables", "0");
        programs.kernel().set("net/bridge/bridge-nf-call-arptables", "0");
    }

    private void save(State changed) {
        store.write(changed);
        state = changed;
    }

    private static void require(NetworkSegment segment) {
        if (segment.segment() < 1
                || segment.segment() > MAX_SEGMENT
                || segment.mtu() < MIN_MTU
                || segment.mtu() > MAX_MTU) {
            throw new ServiceException(
                    ServiceException.Code.INVALID,
                    "segment " + segment.segment() + " with MTU " + segment.mtu() + " of " + segment.id()
                            + " is out of range (1 to 16777215, " + MIN_MTU + " to " + MAX_MTU + ")");
        }
    }

    private static void requirePeer(String peer) {
        if (!IPV4.matcher(peer).matches()) {
            throw new ServiceException(ServiceException.Code.INVALID, "a tunnel peer is not an IPv4 address");
        }
    }
}
