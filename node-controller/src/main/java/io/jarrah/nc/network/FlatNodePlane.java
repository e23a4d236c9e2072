package io.jarrah.nc.network;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.state.JsonStore;
import io.jarrah.common.state.RetriedWrites;
import io.jarrah.nc.firewall.Firewall;
import io.jarrah.nc.firewall.Guest;
import io.jarrah.nc.firewall.Leases;
import io.jarrah.nc.firewall.Policy;
import io.jarrah.nc.network.NodeNetworkPlane.Programs;
import io.jarrah.nc.os.IpCommand.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instances in the site's own network (modes STATIC and SYSTEM): they are plugged into the administrator's bridge, of which nothing is
 * changed, and guarded there as everywhere. In mode SYSTEM their addresses are learned from what the site's DHCP server answers.
 */
public final class FlatNodePlane implements NetworkPlane {
    private static final Logger LOG = LoggerFactory.getLogger(FlatNodePlane.class);

    /**
     * What is on disk.
     *
     * @param desired as the cluster controller sent it last
     */
    record State(Optional<NodeNetwork> desired) {}

    private final VnetMode mode;
    private final String bridge;
    private final Programs programs;
    private final RetriedWrites<State> writes;
    private final Firewall firewall;
    private final Leases leases;
    private volatile Optional<NodeNetwork> known;
    private volatile Set<InstanceId> ready = Set.of();
    private volatile Map<InstanceId, String> learned = Map.of();
    private volatile Optional<String> problem = Optional.of("the network was not yet looked at");

    /**
     * The plane of a mode.
     *
     * @param mode STATIC or SYSTEM
     * @param bridge the administrator's bridge (VNET_BRIDGE)
     * @param file where the desired network is kept
     */
    public FlatNodePlane(VnetMode mode, String bridge, Path file, Programs programs) {
        this.mode = mode;
        this.bridge = bridge;
        this.programs = programs;
        JsonStore<State> store = new JsonStore<>(file, State.class);
        this.writes = new RetriedWrites<>("the network", store::write);
        this.firewall = new Firewall(programs.firewall());
        this.leases = new Leases(programs.firewall().nft());
        this.known = store.read().flatMap(State::desired);
    }

    @Override
    public synchronized long desire(NodeNetwork network) {
        NetworkCheck.require(network, mode);
        Optional<NodeNetwork> later = known.filter(before -> before.generation() > network.generation());
        if (later.isPresent()) {
            LOG.debug("network generation {} is older than what is known", network.generation());
            return later.get().generation();
        }
        if (!known.equals(Optional.of(network))) {
            writes.put(new State(Optional.of(network)));
            known = Optional.of(network);
        }
        return network.generation();
    }

    @Override
    public Optional<NodeNetwork> desired() {
        return known;
    }

    @Override
    public void converge(Runnable startable) throws IOException {
        writes.retry();
        NodeNetwork desired = known.orElse(NodeNetwork.EMPTY);
        boolean done = false;
        try {
            List<String> problems = new ArrayList<>();
            writes.problem().ifPresent(problems::add);
            boolean guarded = BridgeFilter.enable(programs.kernel(), problems);
            BridgeFilter.enableIpv6(programs.kernel(), false, problems);
            guard(guarded ? desired : NodeNetwork.EMPTY);
            List<Link> links = programs.ip().interfaces(bridge).links();
            problems.addAll(BridgeCheck.problems(bridge, links));
            boolean there = BridgeCheck.isThere(bridge, links);
            if (there) {
                programs.ip().batch(TapPlan.of(bridges(desired), links));
            }
            ready = guarded && there
                    ? desired.endpoints().stream()
                            .map(NetworkEndpoint::instanceId)
                            .collect(Collectors.toUnmodifiableSet())
                    : Set.of();
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

    private Map<String, String> bridges(NodeNetwork desired) {
        return desired.endpoints().stream()
                .collect(Collectors.toMap(endpoint -> TapNames.of(endpoint.instanceId()), endpoint -> bridge));
    }

    /** Before a guest may speak at all, it is guarded what it may speak from. */
    private void guard(NodeNetwork desired) {
        List<Guest> guests = desired.endpoints().stream()
                .map(endpoint -> new Guest(
                        endpoint.instanceId(),
                        TapNames.of(endpoint.instanceId()),
                        endpoint.mac(),
                        endpoint.knownAddress(),
                        Optional.empty(),
                        endpoint.groups()))
                .toList();
        boolean leased = mode == VnetMode.SYSTEM;
        if (leased) {
            learn(guests, leases.apply(guests));
        }
        firewall.apply(new Policy(guests, desired.groups(), leased, List.of(), Optional.empty()));
    }

    private void learn(List<Guest> guests, Map<String, String> byTap) {
        Map<InstanceId, String> now = new HashMap<>();
        for (Guest guest : guests) {
            String address = byTap.get(guest.tap());
            if (address != null) {
                now.put(guest.id(), address);
            }
        }
        learned = Map.copyOf(now);
    }

    @Override
    public boolean learns() {
        return mode == VnetMode.SYSTEM;
    }

    @Override
    public Map<InstanceId, String> learned() {
        return learned;
    }

    @Override
    public boolean ready(InstanceId instance) {
        return ready.contains(instance);
    }

    @Override
    public String bridge(int segment) {
        return bridge;
    }

    @Override
    public void removeTap(String tap) {
        if (programs.ip().links().stream().map(Link::name).anyMatch(tap::equals)) {
            LOG.info("removing tap {} that its domain left behind", tap);
            programs.ip().batch(List.of("link delete dev " + tap));
        }
    }

    /** There are no tunnels. */
    @Override
    public String tunnelAddress() {
        return "";
    }

    @Override
    public Optional<String> problem() {
        return problem;
    }
}
