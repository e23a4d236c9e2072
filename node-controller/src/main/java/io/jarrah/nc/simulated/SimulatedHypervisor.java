package io.jarrah.nc.simulated;

import io.jarrah.common.id.InstanceId;
import io.jarrah.nc.hypervisor.DomainSpec;
import io.jarrah.nc.hypervisor.DomainState;
import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.hypervisor.HostResources;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.HypervisorException;
import io.jarrah.nc.hypervisor.HypervisorException.Kind;
import io.jarrah.nc.hypervisor.HypervisorHealth;
import io.jarrah.nc.hypervisor.HypervisorKind;
import io.jarrah.nc.hypervisor.ObservedDomain;
import io.jarrah.nc.hypervisor.StopReason;
import io.jarrah.nc.hypervisor.VolumeDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Domains that only keep time, thousands of them on one thread. Behaves like libvirt: what is defined stays until it is
 * undefined, a domain that stops remembers why, changes are announced, a lost connection hides everything and ends
 * nothing. What guests and operators do can be acted out by the methods below.
 */
public final class SimulatedHypervisor implements Hypervisor {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedHypervisor.class);

    private record Entry(DomainSpec spec, ObservedDomain domain, long run, List<VolumeDisk> disks) {
        Entry(DomainSpec spec, ObservedDomain domain) {
            this(spec, domain, 0, List.of());
        }

        Entry define(DomainSpec changed) {
            return new Entry(changed, domain, run, disks);
        }

        /** Who does not run has no disk open. */
        Entry to(DomainState state, StopReason reason) {
            return new Entry(
                    spec,
                    new ObservedDomain(domain.name(), state, reason, domain.lastReset()),
                    run,
                    state.active() ? disks : List.of());
        }

        Entry resetAt(Instant time) {
            return new Entry(
                    spec,
                    new ObservedDomain(domain.name(), domain.state(), domain.stopReason(), Optional.of(time)),
                    run,
                    disks);
        }

        Entry nextRun() {
            List<VolumeDisk> all =
                    spec.volumes().stream().map(SimulatedHypervisor::disk).toList();
            return new Entry(spec, domain, run + 1, all).to(DomainState.STARTING, StopReason.UNKNOWN);
        }

        Entry with(VolumeDisk disk) {
            List<VolumeDisk> more = new ArrayList<>(without(disk).disks());
            more.add(disk);
            return new Entry(spec, domain, run, List.copyOf(more));
        }

        Entry without(VolumeDisk disk) {
            return new Entry(
                    spec,
                    domain,
                    run,
                    disks.stream().filter(one -> !one.equals(disk)).toList());
        }
    }

    private final SimulatedTiming timing;
    private final HostResources host;
    private final InstantSource clock;
    private final Delays delays;
    private final Map<String, Entry> domains = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = timer();
    private volatile HypervisorHealth health = HypervisorHealth.OK;
    private volatile @Nullable String startFailure;
    private volatile @Nullable String attachFailure;
    private volatile boolean holdingOn;
    private volatile boolean hanging;

    /**
     * @param host what it pretends to have
     */
    public SimulatedHypervisor(
            SimulatedTiming timing, HostResources host, InstantSource clock, RandomGenerator random) {
        this.timing = timing;
        this.host = host;
        this.clock = clock;
        this.delays = new Delays(timing.spread(), random);
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("simulated-hypervisor").factory());
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    @Override
    public String name() {
        return "simulated hypervisor";
    }

    @Override
    public void start() {}

    /** The domains run on: stopping the node controller stops no instance. */
    @Override
    public void stop() {
        listeners.clear();
    }

    @Override
    public HypervisorKind kind() {
        return HypervisorKind.SIMULATED;
    }

    @Override
    public HypervisorHealth health() {
        return health;
    }

    @Override
    public HostResources host() {
        return host;
    }

    @Override
    public List<ObservedDomain> domains() throws HypervisorException {
        requireConnection();
        return domains.values().stream().map(Entry::domain).toList();
    }

    @Override
    public Optional<ObservedDomain> domain(InstanceId id) throws HypervisorException {
        requireConnection();
        return Optional.ofNullable(domains.get(id.value())).map(Entry::domain);
    }

    @Override
    public void define(DomainSpec spec) throws HypervisorException {
        requireConnection();
        String name = spec.id().value();
        domains.compute(
                name,
                (key, known) -> known == null
                        ? new Entry(
                                spec,
                                new ObservedDomain(name, DomainState.STOPPED, StopReason.UNKNOWN, Optional.empty()))
                        : known.define(spec));
        announce(name);
    }

    @Override
    public void start(InstanceId id, List<DomainVolume> volumes) throws HypervisorException {
        requireConnection();
        String failure = startFailure;
        if (failure != null) {
            change(
                    id.value(),
                    entry ->
                            entry.domain().state().active() ? entry : entry.to(DomainState.STOPPED, StopReason.FAILED));
            throw new HypervisorException(Kind.FAILED, "cannot start " + id + ": " + failure, null);
        }
        Entry before = require(id);
        if (before.domain().state().active()) {
            return;
        }
        change(id.value(), entry -> entry.domain().state().active() ? entry : entry.nextRun());
        long run = require(id).run();
        after(delays.millis(timing.boot()), () -> change(id.value(), entry -> booted(entry, run)));
    }

    @Override
    public void reboot(InstanceId id) throws HypervisorException {
        requireConnection();
        require(id);
        if (!hanging) {
            after(delays.millis(timing.reboot()), () -> guestReboots(id));
        }
    }

    @Override
    public void reset(InstanceId id) throws HypervisorException {
        requireConnection();
        require(id);
        if (hanging) {
            throw new HypervisorException(Kind.TIMED_OUT, "cannot tell whether it could reset " + id, null);
        }
        guestReboots(id);
    }

    @Override
    public void destroy(InstanceId id) throws HypervisorException {
        requireConnection();
        if (!domains.containsKey(id.value())) {
            return;
        }
        pause(timing.stop(), "destroying " + id);
        stopped(id, StopReason.DESTROYED);
    }

    @Override
    public void undefine(InstanceId id) throws HypervisorException {
        requireConnection();
        Entry left = domains.computeIfPresent(
                id.value(), (key, entry) -> entry.domain().state().active() ? entry : null);
        if (left != null) {
            throw new HypervisorException(Kind.FAILED, "cannot undefine " + id + " while it runs", null);
        }
        announce(id.value());
    }

    @Override
    public List<VolumeDisk> volumes(InstanceId id) throws HypervisorException {
        requireConnection();
        return require(id).disks();
    }

    @Override
    public void attach(InstanceId id, DomainVolume volume) throws HypervisorException {
        requireConnection();
        String failure = attachFailure;
        Entry before = require(id);
        if (failure != null || !before.domain().state().active()) {
            String why = failure == null ? "it does not run" : failure;
            throw new HypervisorException(
                    Kind.FAILED, "cannot attach " + volume.volume() + " to " + id + ": " + why, null);
        }
        pause(timing.volume(), "attaching a volume to " + id);
        change(
                id.value(),
                entry -> entry.run() == before.run() && entry.domain().state().active()
                        ? entry.with(disk(volume))
                        : entry);
    }

    @Override
    public void detach(InstanceId id, VolumeDisk disk) throws HypervisorException {
        requireConnection();
        require(id);
        if (!holdingOn) {
            after(delays.millis(timing.volume()), () -> change(id.value(), entry -> entry.without(disk)));
        }
    }

    @Override
    public void grow(InstanceId id, VolumeDisk disk, int sizeGib) throws HypervisorException {
        requireConnection();
        if (!require(id).disks().contains(disk)) {
            throw new HypervisorException(Kind.FAILED, id + " does not have " + disk.volume(), null);
        }
    }

    private static VolumeDisk disk(DomainVolume volume) {
        return new VolumeDisk(volume.volume(), volume.attachment(), volume.dev());
    }

    @Override
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** The guest's system powers itself off. */
    public void guestPowersOff(InstanceId id) {
        stopped(id, StopReason.GUEST_SHUTDOWN);
    }

    /** The guest's system restarts itself. */
    public void guestReboots(InstanceId id) {
        change(id.value(), entry -> entry.domain().state().active() ? entry.resetAt(clock.instant()) : entry);
    }

    /** The domain stops without the node controller's doing: a crash, an operator, the host. */
    public void stopped(InstanceId id, StopReason reason) {
        change(id.value(), entry -> entry.domain().state().active() ? entry.to(DomainState.STOPPED, reason) : entry);
    }

    /** The host reboots: nothing runs any more, and nobody remembers why. */
    public void hostReboots() {
        domains.replaceAll((name, entry) -> entry.to(DomainState.STOPPED, StopReason.UNKNOWN));
        announce("");
    }

    /** A domain that an administrator made. */
    public void addForeignDomain(DomainSpec spec, String name) {
        domains.put(
                name,
                new Entry(spec, new ObservedDomain(name, DomainState.RUNNING, StopReason.UNKNOWN, Optional.empty())));
    }

    /** Nobody answers until {@link #reconnect}; domains run on. */
    public void disconnect() {
        health = HypervisorHealth.failing("the simulated hypervisor was disconnected");
        announce("");
    }

    /** Answers again. */
    public void reconnect() {
        health = HypervisorHealth.OK;
        announce("");
    }

    /** Whether guests and what emulates them hang from now on: they do not hear, and cannot be reset, but stopped. */
    public void hang(boolean all) {
        hanging = all;
    }

    /** Every start fails with that message from now on; null for none. */
    public void failStarts(@Nullable String message) {
        startFailure = message;
    }

    /** Every volume that is to be attached is refused with that message from now on; null for none. */
    public void failAttaching(@Nullable String message) {
        attachFailure = message;
    }

    /** Guests keep their disks from now on, whatever they are asked; false to let go of those they are asked for after. */
    public void holdOn(boolean firmly) {
        holdingOn = firmly;
    }

    private void pause(Duration typical, String what) throws HypervisorException {
        try {
            TimeUnit.MILLISECONDS.sleep(delays.millis(typical));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HypervisorException(Kind.TIMED_OUT, "interrupted while " + what, e);
        }
    }

    private void requireConnection() throws HypervisorException {
        HypervisorHealth now = health;
        if (!now.ok()) {
            throw new HypervisorException(Kind.UNREACHABLE, now.message(), null);
        }
    }

    private Entry require(InstanceId id) throws HypervisorException {
        Entry entry = domains.get(id.value());
        if (entry == null) {
            throw new HypervisorException(Kind.FAILED, "there is no domain " + id, null);
        }
        return entry;
    }

    private void change(String name, UnaryOperator<Entry> change) {
        domains.computeIfPresent(name, (key, entry) -> change.apply(entry));
        announce(name);
    }

    private Entry booted(Entry entry, long run) {
        if (entry.run() != run || entry.domain().state() != DomainState.STARTING) {
            return entry;
        }
        speak(entry.spec());
        return entry.to(DomainState.RUNNING, StopReason.UNKNOWN);
    }

    private static void speak(DomainSpec spec) {
        try {
            if (Files.exists(spec.consoleLog())) {
                Files.writeString(
                        spec.consoleLog(),
                        "[    0.000000] Linux version 6.1.0-simulated\n[    0.250000] " + spec.id()
                                + " is simulated: nothing runs here\n",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            LOG.debug("{} has no console to write to", spec.id(), e);
        }
    }

    private void after(long millis, Runnable action) {
        var scheduled = timer.schedule(action, millis, TimeUnit.MILLISECONDS);
        LOG.trace("due in {} ms", scheduled.getDelay(TimeUnit.MILLISECONDS));
    }

    private void announce(String name) {
        listeners.forEach(listener -> listener.accept(name));
    }
}
