package io.jarrah.cc.testing;

import io.jarrah.common.contract.AttachedVolume;
import io.jarrah.common.contract.AttachedVolumes;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.longpoll.ChangeLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A node without a hypervisor that keeps a real node's word: instances run at once, an unknown one that is terminated
 * is remembered, a lower generation is ignored, and what does not fit is refused. It can be silent, and it can carry
 * out a call and lose the answer.
 */
public final class FakeNode implements NodeService {
    private final String tunnelAddress;
    private final InstantSource clock;
    private final Map<InstanceId, InstanceSpec> specs = new HashMap<>();
    private final Map<InstanceId, AttachedVolumes> volumes = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private ChangeLog<InstanceId, ObservedInstance> log = new ChangeLog<>();
    private Capacity total;
    private Optional<NodeNetwork> network = Optional.empty();
    private InstancePhase goal = InstancePhase.RUNNING;
    private boolean silent;
    private Health health = Health.OK;
    private Predicate<String> losesAnswer = call -> false;

    /**
     * A node without instances.
     *
     * @param total what it can hold
     * @param tunnelAddress where its tunnels end; empty for none
     */
    public FakeNode(Capacity total, String tunnelAddress, InstantSource clock) {
        this.total = total;
        this.tunnelAddress = tunnelAddress;
        this.clock = clock;
    }

    /** Whether it answers nobody; questions it holds are dropped. */
    public synchronized void silent(boolean now) {
        silent = now;
        if (now) {
            ChangeLog<InstanceId, ObservedInstance> old = log;
            log = new ChangeLog<>();
            old.all().forEach(instance -> log.put(instance.id(), instance));
            old.close();
        }
    }

    /** How far an instance gets by itself. */
    public synchronized void goal(InstancePhase phase) {
        goal = phase;
    }

    /** Changes what it can hold. */
    public synchronized void total(Capacity capacity) {
        total = capacity;
    }

    /** Changes how it says it is. */
    public synchronized void health(Health value) {
        health = value;
    }

    /** Calls, by method name, that are carried out but whose answer is lost. */
    public synchronized void losesAnswer(Predicate<String> which) {
        losesAnswer = which;
    }

    /** Every call that changed or could have changed something, as {@code method id}. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** What it has now. */
    public synchronized List<ObservedInstance> instances() {
        return log.all();
    }

    /** The network it took last. */
    public synchronized Optional<NodeNetwork> network() {
        return network;
    }

    /** The instance comes to that phase by itself, as when a guest powers off. */
    public synchronized void become(InstanceId id, InstancePhase phase, Optional<StateReason> reason) {
        ObservedInstance known = log.get(id).orElseThrow();
        put(known.id(), known.generation(), known.rebootGeneration(), phase, reason);
    }

    @Override
    public synchronized NodeDescription describeNode(Correlation correlation) {
        requireAnswer();
        return new NodeDescription(
                "simulated", health, health == Health.OK ? "" : "it says so", total, used(), tunnelAddress, List.of());
    }

    @Override
    public Changes<ObservedInstance> describeInstances(Correlation correlation, Revision since, Duration wait) {
        ChangeLog<InstanceId, ObservedInstance> current;
        synchronized (this) {
            requireAnswer();
            current = log;
        }
        Changes<ObservedInstance> changes = current.since(since, wait);
        synchronized (this) {
            requireAnswer();
        }
        return changes;
    }

    @Override
    public synchronized void runInstance(Correlation correlation, InstanceSpec spec) {
        requireAnswer();
        calls.add("runInstance " + spec.id());
        Optional<ObservedInstance> known = log.get(spec.id());
        if (known.isEmpty()) {
            if (!total.minus(used()).holds(spec.capacity())) {
                throw new ServiceException(ServiceException.Code.NO_CAPACITY, "no room for " + spec.id());
            }
            specs.put(spec.id(), spec);
            put(spec.id(), spec.generation(), 0, goal, Optional.empty());
        } else if (!known.get().phase().isFinal() && known.get().generation() <= spec.generation()) {
            specs.put(spec.id(), spec);
            put(
                    spec.id(),
                    spec.generation(),
                    known.get().rebootGeneration(),
                    known.get().phase(),
                    Optional.empty());
        }
        answer("runInstance");
    }

    @Override
    public synchronized void terminateInstance(Correlation correlation, InstanceRef instance) {
        requireAnswer();
        calls.add("terminateInstance " + instance.id());
        Optional<ObservedInstance> known = log.get(instance.id());
        if (known.isEmpty() || known.get().generation() <= instance.generation()) {
            specs.remove(instance.id());
            put(
                    instance.id(),
                    instance.generation(),
                    known.map(ObservedInstance::rebootGeneration).orElse(0L),
                    InstancePhase.TERMINATED,
                    Optional.of(new StateReason(
                            "Client.UserInitiatedShutdown", "Client.UserInitiatedShutdown: User initiated shutdown")));
        }
        answer("terminateInstance");
    }

    @Override
    public synchronized void rebootInstance(Correlation correlation, InstanceRef instance) {
        requireAnswer();
        calls.add("rebootInstance " + instance.id());
        log.get(instance.id())
                .filter(known -> known.rebootGeneration() < instance.generation())
                .ifPresent(known ->
                        put(known.id(), known.generation(), instance.generation(), known.phase(), known.reason()));
        answer("rebootInstance");
    }

    /** The guest takes and lets go of volumes at once. */
    @Override
    public synchronized void applyVolumes(Correlation correlation, InstanceVolumes wanted) {
        requireAnswer();
        calls.add("applyVolumes " + wanted.instance());
        ObservedInstance known = log.get(wanted.instance())
                .orElseThrow(() ->
                        new ServiceException(ServiceException.Code.NOT_FOUND, "no instance " + wanted.instance()));
        if (wanted.generation() >= known.volumes().generation()) {
            volumes.put(
                    wanted.instance(),
                    new AttachedVolumes(
                            wanted.generation(),
                            wanted.volumes().stream()
                                    .map(AttachedVolume::attached)
                                    .toList()));
            put(known.id(), known.generation(), known.rebootGeneration(), known.phase(), known.reason());
        }
        answer("applyVolumes");
    }

    @Override
    public synchronized void forgetInstances(Correlation correlation, List<InstanceId> instances) {
        requireAnswer();
        for (InstanceId id : instances) {
            calls.add("forgetInstance " + id);
            if (log.get(id).filter(known -> known.phase().isFinal()).isPresent()) {
                log.remove(id);
            }
        }
        answer("forgetInstances");
    }

    @Override
    public synchronized ConsoleOutput getConsoleOutput(Correlation correlation, InstanceId instance) {
        requireAnswer();
        if (log.get(instance).isEmpty()) {
            throw new ServiceException(ServiceException.Code.NOT_FOUND, "no instance " + instance);
        }
        return new ConsoleOutput(clock.instant(), ("console of " + instance + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized long applyNetwork(Correlation correlation, NodeNetwork wanted) {
        requireAnswer();
        calls.add("applyNetwork");
        NodeNetwork held = network.filter(known -> known.generation() > wanted.generation())
                .orElse(wanted);
        network = Optional.of(held);
        answer("applyNetwork");
        return held.generation();
    }

    @Override
    public synchronized boolean applyNetworkDelta(Correlation correlation, NetworkDelta delta) {
        requireAnswer();
        calls.add("applyNetworkDelta");
        Optional<NodeNetwork> changed = network.flatMap(delta::applyTo);
        changed.ifPresent(wanted -> network = Optional.of(wanted));
        answer("applyNetworkDelta");
        return changed.isPresent();
    }

    private Capacity used() {
        Capacity used = Capacity.NONE;
        for (InstanceSpec spec : specs.values()) {
            if (log.get(spec.id()).filter(known -> !known.phase().isFinal()).isPresent()) {
                used = used.plus(spec.capacity());
            }
        }
        return used;
    }

    private void put(
            InstanceId id, long generation, long rebootGeneration, InstancePhase phase, Optional<StateReason> reason) {
        log.put(
                id,
                new ObservedInstance(
                        id,
                        generation,
                        rebootGeneration,
                        phase,
                        Optional.empty(),
                        true,
                        reason,
                        clock.instant(),
                        Optional.empty(),
                        volumes.getOrDefault(id, AttachedVolumes.NONE)));
    }

    private void requireAnswer() {
        if (silent) {
            throw new ServiceException(ServiceException.Code.UNAVAILABLE, "the node does not answer");
        }
    }

    private void answer(String call) {
        if (losesAnswer.test(call)) {
            throw new ServiceException(ServiceException.Code.UNAVAILABLE, "the answer to " + call + " was lost");
        }
    }
}
