package io.jarrah.nc;

import io.jarrah.common.config.StorageNetwork;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.ResourceIds;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import io.jarrah.nc.disk.InstanceDisks;
import io.jarrah.nc.hypervisor.HostResources;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.HypervisorException;
import io.jarrah.nc.hypervisor.HypervisorHealth;
import io.jarrah.nc.hypervisor.ObservedDomain;
import io.jarrah.nc.instance.InstanceReconciler.Backends;
import io.jarrah.nc.instance.InstanceRecord;
import io.jarrah.nc.instance.InstanceRecords;
import io.jarrah.nc.network.NetworkPlane;
import io.jarrah.nc.volume.VolumePortal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's regular chores, and what they found out about the node. */
final class NodeMonitor implements Reconciler<NodeMonitor.Chore> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeMonitor.class);

    /** How soon it is looked again whether a guest has got its address from the site. */
    private static final Duration LISTENING = Duration.ofSeconds(1);

    /** How long it is looked that often; a guest that asks later is found by the usual round. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What is done again and again. */
    enum Chore {
        /** Make the network as desired. */
        NETWORK,
        /** Look what the host has and which domains nobody knows. */
        DOMAINS,
        /** Keep console logs short. */
        CONSOLES
    }

    private final InstanceRecords records;
    private final Hypervisor hypervisor;
    private final InstanceDisks disks;
    private final NetworkPlane network;
    private final Capacity offer;
    private final StorageNetwork storage;
    private final VolumePortal portal;
    private final Consumer<InstanceId> wakeUp;
    private final InstantSource clock;
    private volatile Optional<HostResources> host = Optional.empty();
    private volatile List<String> unknownDomains = List.of();
    private volatile String networkFailure = "";
    private volatile Optional<String> volumeProblem = Optional.empty();
    private volatile boolean volumesLookedAt;

    NodeMonitor(
            InstanceRecords records,
            Backends backends,
            Capacity offer,
            StorageNetwork storage,
            VolumePortal portal,
            Consumer<InstanceId> wakeUp,
            InstantSource clock) {
        this.clock = clock;
        this.records = records;
        this.hypervisor = backends.hypervisor();
        this.disks = backends.disks();
        this.network = backends.network();
        this.offer = offer;
        this.storage = storage;
        this.portal = portal;
        this.wakeUp = wakeUp;
    }

    @Override
    public Result reconcile(Chore chore) throws IOException {
        switch (chore) {
            case NETWORK -> {
                converge();
                if (network.learns() && records.anyAwaitsAddress(clock.instant().minus(PATIENCE))) {
                    return Result.after(LISTENING);
                }
            }
            case DOMAINS -> look();
            case CONSOLES -> trim();
        }
        return Result.done();
    }

    /** What the node can hold; nothing as long as the host is not known and not configured. */
    Capacity total() {
        Optional<HostResources> seen = host;
        return new Capacity(
                offer.vcpus() > 0
                        ? offer.vcpus()
                        : seen.map(HostResources::cpus).orElse(0),
                offer.memoryMib() > 0
                        ? offer.memoryMib()
                        : seen.map(HostResources::memoryMib).orElse(0),
                offer.diskGib() > 0 ? offer.diskGib() : disks.capacityGib());
    }

    NodeDescription describe() {
        List<String> troubles = new ArrayList<>();
        hypervisorTrouble().ifPresent(troubles::add);
        networkTrouble().ifPresent(troubles::add);
        volumeTrouble().ifPresent(troubles::add);
        return new NodeDescription(
                hypervisor.kind().word(),
                troubles.isEmpty() ? Health.OK : Health.IMPAIRED,
                String.join("; ", troubles),
                total(),
                records.used(),
                network.tunnelAddress(),
                unknownDomains);
    }

    /** Why the hypervisor runs no instances; empty when it does. */
    Optional<String> hypervisorTrouble() {
        HypervisorHealth health = hypervisor.health();
        return health.ok() ? Optional.empty() : Optional.of(health.message());
    }

    /** What is wrong with the network of instances, or of volumes; empty when nothing is. */
    Optional<String> networkTrouble() {
        List<String> troubles = new ArrayList<>();
        network.problem().ifPresent(troubles::add);
        storage.problem().ifPresent(troubles::add);
        if (!networkFailure.isEmpty()) {
            troubles.add(networkFailure);
        }
        return troubles.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", troubles));
    }

    /** Why no instance can be given a volume here; empty when it can. */
    Optional<String> volumeTrouble() {
        return volumeProblem;
    }

    private void converge() throws IOException {
        boolean done = false;
        try {
            network.converge(this::wakeReady);
            records.learn(network.learned());
            done = true;
        } finally {
            networkFailure = done ? "" : "the network could not be made as desired; see the node's log";
        }
    }

    private void wakeReady() {
        for (InstanceRecord record : records.all()) {
            if (record.phase() == InstancePhase.STAGING && network.ready(record.id())) {
                wakeUp.accept(record.id());
            }
        }
    }

    private void look() {
        // What is there once stays; what is missing may be installed at any time.
        if (!volumesLookedAt || volumeProblem.isPresent()) {
            volumeProblem = hypervisor.kind().attachesVolumes() ? portal.problem() : Optional.empty();
            volumesLookedAt = true;
        }
        try {
            host = Optional.of(hypervisor.host());
            unknownDomains = hypervisor.domains().stream()
                    .map(ObservedDomain::name)
                    .filter(name -> !known(name))
                    .sorted()
                    .toList();
        } catch (HypervisorException e) {
            LOG.debug("nothing new is known of the host", e);
        }
    }

    private boolean known(String domain) {
        return ResourceIds.isLongId(InstanceId.PREFIX, domain)
                && records.get(new InstanceId(domain)).isPresent();
    }

    private void trim() throws IOException {
        for (InstanceRecord record : records.all()) {
            if (record.phase() == InstancePhase.RUNNING) {
                disks.console(record.id()).trim();
            }
        }
    }
}
