package io.jarrah.clc.testing;

import io.jarrah.common.contract.AttachedVolume;
import io.jarrah.common.contract.AttachedVolumes;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ClusterDescription;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.longpoll.ChangeLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A cluster in memory that keeps the contract of {@link ClusterService}: idempotent by id and generation, tombstones,
 * reboots by generation, long polls with epochs. Either each {@link #step()} takes every instance one phase further, or,
 * with {@link #automatic()}, every call carries all out at once. It can be restarted, lose its memory or a node.
 */
public final class FakeCluster implements ClusterService {
    /** One instance on a node. */
    private static final class Guest {
        private final InstanceId id;
        private Optional<InstanceSpec> spec;
        private long generation;
        private long rebootGeneration;
        private InstancePhase phase = InstancePhase.PENDING;
        private Optional<NodeName> node = Optional.empty();
        private Optional<String> address = Optional.empty();
        private Optional<StateReason> reason = Optional.empty();
        private AttachedVolumes volumes = AttachedVolumes.NONE;
        private List<VolumeConnection> disks = List.of();
        private boolean ending;
        private int boots;

        private Guest(InstanceId id, Optional<InstanceSpec> spec, long generation) {
            this.id = id;
            this.spec = spec;
            this.generation = generation;
        }
    }

    private static final StateReason IN_USE =
            new StateReason("Client.VolumeInUse", "Client.VolumeInUse: the guest uses it");

    private final InstantSource clock;
    private final Capacity nodeCapacity;
    private final Map<InstanceId, Guest> guests = new TreeMap<>();
    private final Map<NodeName, Health> nodes = new TreeMap<>();
    private ChangeLog<InstanceId, ObservedInstance> instanceLog = new ChangeLog<>();
    private ChangeLog<NodeName, NodeStatus> nodeLog = new ChangeLog<>();
    private NetworkDocument network = NetworkDocument.EMPTY;
    private NodeRegistry registry = new NodeRegistry(0, List.of());
    private String tunnelAddress = "";
    private boolean automatic;
    private boolean holding;
    private boolean reachable = true;
    private boolean inCharge = true;

    /**
     * A cluster with nodes of equal size; it has no others, whatever is registered.
     *
     * @param nodeCapacity what each node holds
     */
    public FakeCluster(InstantSource clock, Capacity nodeCapacity, List<NodeName> nodes) {
        this.clock = clock;
        this.nodeCapacity = nodeCapacity;
        nodes.forEach(node -> this.nodes.put(node, Health.OK));
        publishNodes();
    }

    /** From now on everything is carried out at once. */
    public synchronized FakeCluster automatic() {
        automatic = true;
        settle();
        return this;
    }

    /** From its next start on its tunnels end there; empty for a controller without tunnels, as it is at first. */
    public synchronized void tunnelsEndAt(String address) {
        tunnelAddress = address;
        restart();
    }

    /** Takes every instance one phase further; returns whether anything changed. */
    public synchronized boolean step() {
        boolean changed = false;
        for (Guest guest : guests.values()) {
            changed |= step(guest);
        }
        publishNodes();
        return changed;
    }

    /** Steps until nothing changes any more. */
    public synchronized void settle() {
        boolean changed = true;
        while (changed) {
            changed = step();
        }
    }

    /** The controller process restarts and finds its books on its disk: same state, new epoch. */
    public synchronized void restart() {
        renew();
        guests.values().forEach(this::publish);
    }

    /** The controller loses its disk; the guests run on, and it does not find them again by itself. */
    public synchronized void loseMemory() {
        guests.clear();
        network = NetworkDocument.EMPTY;
        registry = new NodeRegistry(0, List.of());
        renew();
    }

    /** Whether it is this one of the cluster's controllers that serves the cluster, as it is at first. */
    public synchronized void inCharge(boolean now) {
        inCharge = now;
        instanceLog.answerAll();
        nodeLog.answerAll();
    }

    /** The controller does not answer, or answers again. */
    public synchronized void reachable(boolean answers) {
        reachable = answers;
        if (!answers) {
            instanceLog.close();
            nodeLog.close();
        } else {
            restart();
        }
    }

    /** A node falls silent, or is heard again. */
    public synchronized void nodeHealth(NodeName node, Health health) {
        nodes.put(node, health);
        publishNodes();
        guests.values().stream()
                .filter(guest -> guest.node.equals(Optional.of(node)))
                .forEach(this::publish);
    }

    /** The site's DHCP server gives the guest an address, as its node sees it. */
    public synchronized void lease(InstanceId id, String address) {
        Guest guest = known(id);
        guest.address = Optional.of(address);
        publish(guest);
    }

    /** Whether guests use their volumes, so that they do not let them go. They let go when they are told again without. */
    public synchronized void guestsHold(boolean hold) {
        holding = hold;
    }

    /** The guest powers itself off. */
    public synchronized void powerOff(InstanceId id) {
        Guest guest = known(id);
        guest.ending = true;
        guest.reason = Optional.of(new StateReason(
                "Client.InstanceInitiatedShutdown", "Client.InstanceInitiatedShutdown: Instance initiated shutdown"));
        if (automatic) {
            settle();
        }
    }

    /** What it has on its books of that instance. */
    public synchronized Optional<ObservedInstance> instance(InstanceId id) {
        return instanceLog.get(id);
    }

    /** Instances that are not terminated. */
    public synchronized List<InstanceId> live() {
        return guests.values().stream()
                .filter(guest -> !guest.phase.isFinal())
                .map(guest -> guest.id)
                .toList();
    }

    /** Every instance on its books, tombstones too. */
    public synchronized List<InstanceId> known() {
        return List.copyOf(guests.keySet());
    }

    /** How often the instance was started; 0 when it is unknown. */
    public synchronized int boots(InstanceId id) {
        Guest guest = guests.get(id);
        return guest == null ? 0 : guest.boots;
    }

    /** The latest spec of the instance. */
    public synchronized Optional<InstanceSpec> spec(InstanceId id) {
        return Optional.ofNullable(guests.get(id)).flatMap(guest -> guest.spec);
    }

    /** The network it was told last. */
    public synchronized NetworkDocument network() {
        return network;
    }

    /** The nodes it was told last. */
    public synchronized NodeRegistry registry() {
        return registry;
    }

    @Override
    public synchronized ClusterDescription describeCluster(Correlation correlation) {
        requireReachable();
        return new ClusterDescription(tunnelAddress, inCharge, network.generation(), registry.generation());
    }

    @Override
    public Changes<NodeStatus> describeNodes(Correlation correlation, Revision since, Duration wait) {
        return answering(nodeLog()).since(since, wait);
    }

    @Override
    public Changes<ObservedInstance> describeInstances(Correlation correlation, Revision since, Duration wait) {
        return answering(instanceLog()).since(since, wait);
    }

    @Override
    public synchronized void runInstances(Correlation correlation, List<InstanceSpec> specs) {
        requireInCharge();
        for (InstanceSpec spec : specs) {
            Guest guest = guests.computeIfAbsent(spec.id(), id -> new Guest(id, Optional.of(spec), spec.generation()));
            if (spec.generation() >= guest.generation && !guest.ending) {
                guest.generation = spec.generation();
                guest.spec = Optional.of(spec);
            }
            publish(guest);
        }
        settleIfAutomatic();
    }

    @Override
    public synchronized void terminateInstances(Correlation correlation, List<InstanceRef> instances) {
        requireInCharge();
        for (InstanceRef ref : instances) {
            Guest guest = guests.computeIfAbsent(ref.id(), id -> {
                Guest tombstone = new Guest(id, Optional.empty(), ref.generation());
                tombstone.phase = InstancePhase.TERMINATED;
                return tombstone;
            });
            guest.generation = Math.max(guest.generation, ref.generation());
            guest.ending = true;
            publish(guest);
        }
        settleIfAutomatic();
    }

    @Override
    public synchronized void rebootInstances(Correlation correlation, List<InstanceRef> instances) {
        requireInCharge();
        for (InstanceRef ref : instances) {
            Guest guest = guests.get(ref.id());
            if (guest != null && guest.phase == InstancePhase.RUNNING && ref.generation() > guest.rebootGeneration) {
                guest.rebootGeneration = ref.generation();
                guest.boots++;
                publish(guest);
            }
        }
    }

    /** The guest takes volumes at once, and lets go of them at once unless {@link #guestsHold}. */
    @Override
    public synchronized void applyVolumes(Correlation correlation, InstanceVolumes wanted) {
        requireInCharge();
        Guest guest = known(wanted.instance());
        if (guest.node.map(node -> nodes.get(node) != Health.OK).orElse(true)) {
            throw new ServiceException(
                    ServiceException.Code.UNAVAILABLE, "the fake node of " + guest.id + " is silent");
        }
        if (wanted.generation() >= guest.volumes.generation() && !guest.phase.isFinal()) {
            List<AttachedVolume> has = new ArrayList<>();
            wanted.volumes().forEach(one -> has.add(AttachedVolume.attached(one)));
            guest.volumes.volumes().stream()
                    .filter(old -> holding && has.stream().noneMatch(old::isSame))
                    .forEach(old -> has.add(new AttachedVolume(
                            old.volume(), old.attachment(), AttachedVolume.Phase.DETACHING, Optional.of(IN_USE))));
            guest.volumes = new AttachedVolumes(wanted.generation(), has);
            guest.disks = wanted.volumes();
            publish(guest);
        }
    }

    /** GiB that the guest sees of the volume; empty when it does not have it. */
    public synchronized OptionalInt sees(InstanceId instance, VolumeId volume) {
        return known(instance).disks.stream()
                .filter(disk -> disk.volume().equals(volume))
                .mapToInt(VolumeConnection::sizeGib)
                .findFirst();
    }

    @Override
    public synchronized void forgetInstances(Correlation correlation, List<InstanceId> instances) {
        requireInCharge();
        for (InstanceId id : instances) {
            Guest guest = guests.get(id);
            if (guest != null && guest.phase.isFinal()) {
                guests.remove(id);
                instanceLog.remove(id);
            }
        }
    }

    @Override
    public synchronized ConsoleOutput getConsoleOutput(Correlation correlation, InstanceId instance) {
        requireInCharge();
        Guest guest = known(instance);
        return new ConsoleOutput(
                clock.instant(), ("boot " + guest.boots + " of " + instance + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void applyNetwork(Correlation correlation, NetworkDocument document) {
        requireReachable();
        if (document.generation() >= network.generation()) {
            network = document;
        }
    }

    @Override
    public synchronized boolean applyNetworkDelta(Correlation correlation, NetworkDelta delta) {
        requireReachable();
        Optional<NetworkDocument> changed = delta.applyTo(network);
        changed.ifPresent(document -> network = document);
        return changed.isPresent();
    }

    @Override
    public synchronized void applyNodes(Correlation correlation, NodeRegistry newer) {
        requireReachable();
        if (newer.generation() >= registry.generation()) {
            registry = newer;
        }
    }

    private boolean step(Guest guest) {
        boolean silent = guest.node.map(node -> nodes.get(node) != Health.OK).orElse(false);
        if (guest.phase.isFinal() || silent) {
            return false;
        }
        if (guest.ending) {
            guest.phase = guest.phase == InstancePhase.SHUTTING_DOWN || guest.node.isEmpty()
                    ? InstancePhase.TERMINATED
                    : InstancePhase.SHUTTING_DOWN;
            publish(guest);
            return true;
        }
        switch (guest.phase) {
            case PENDING -> {
                guest.node = place(guest);
                if (guest.node.isEmpty()) {
                    return false;
                }
                guest.phase = InstancePhase.STAGING;
            }
            case STAGING -> guest.phase = InstancePhase.BOOTING;
            case BOOTING -> {
                guest.phase = InstancePhase.RUNNING;
                guest.boots++;
            }
            case RUNNING, SHUTTING_DOWN, TERMINATED -> {
                return false;
            }
        }
        publish(guest);
        return true;
    }

    private Optional<NodeName> place(Guest guest) {
        return guest.spec.flatMap(spec -> nodes.keySet().stream()
                .filter(node -> nodes.get(node) == Health.OK && available(node).holds(spec.capacity()))
                .findFirst());
    }

    private Capacity available(NodeName node) {
        Capacity left = nodeCapacity;
        for (Guest guest : guests.values()) {
            if (guest.node.equals(Optional.of(node)) && !guest.phase.isFinal() && guest.spec.isPresent()) {
                left = left.minus(guest.spec.get().capacity());
            }
        }
        return left;
    }

    private void publish(Guest guest) {
        boolean heard = guest.node.map(node -> nodes.get(node) == Health.OK).orElse(true);
        Optional<ObservedInstance> before = instanceLog.get(guest.id);
        boolean samePhase = before.map(known -> known.phase() == guest.phase).orElse(false);
        instanceLog.put(
                guest.id,
                new ObservedInstance(
                        guest.id,
                        guest.generation,
                        guest.rebootGeneration,
                        guest.phase,
                        guest.node,
                        heard,
                        guest.reason,
                        samePhase ? before.orElseThrow().since() : clock.instant(),
                        guest.address,
                        guest.volumes));
    }

    private void publishNodes() {
        List<NodeName> names = new ArrayList<>(nodes.keySet());
        for (NodeName name : names) {
            Health health = nodes.getOrDefault(name, Health.OK);
            Optional<NodeStatus> before = nodeLog.get(name);
            boolean same = before.map(known -> known.health() == health).orElse(false);
            nodeLog.put(
                    name,
                    new NodeStatus(
                            name,
                            health,
                            health == Health.OK ? "" : "silent",
                            same ? before.orElseThrow().since() : clock.instant(),
                            "simulated",
                            nodeCapacity,
                            available(name)));
        }
    }

    private void renew() {
        instanceLog.close();
        nodeLog.close();
        instanceLog = new ChangeLog<>();
        nodeLog = new ChangeLog<>();
        publishNodes();
    }

    private Guest known(InstanceId id) {
        Guest guest = guests.get(id);
        if (guest == null) {
            throw new ServiceException(ServiceException.Code.NOT_FOUND, "no instance " + id + " in this cluster");
        }
        return guest;
    }

    private void settleIfAutomatic() {
        if (automatic) {
            settle();
        }
    }

    private synchronized ChangeLog<InstanceId, ObservedInstance> instanceLog() {
        return instanceLog;
    }

    private synchronized ChangeLog<NodeName, NodeStatus> nodeLog() {
        return nodeLog;
    }

    private synchronized <T> T answering(T log) {
        requireInCharge();
        return log;
    }

    private void requireInCharge() {
        requireReachable();
        if (!inCharge) {
            throw new ServiceException(
                    ServiceException.Code.UNAVAILABLE, "the fake cluster's other controller is in charge");
        }
    }

    private void requireReachable() {
        if (!reachable) {
            throw new ServiceException(ServiceException.Code.UNAVAILABLE, "the fake cluster is unreachable");
        }
    }
}
