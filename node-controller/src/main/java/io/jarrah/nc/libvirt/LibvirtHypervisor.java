package io.jarrah.nc.libvirt;

import io.jarrah.common.id.InstanceId;
import io.jarrah.nc.hypervisor.DomainSpec;
import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.hypervisor.HostResources;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.HypervisorException;
import io.jarrah.nc.hypervisor.HypervisorException.Kind;
import io.jarrah.nc.hypervisor.HypervisorHealth;
import io.jarrah.nc.hypervisor.HypervisorKind;
import io.jarrah.nc.hypervisor.ObservedDomain;
import io.jarrah.nc.hypervisor.VolumeDisk;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.libvirt.Domain;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;
import org.libvirt.NodeInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** KVM, QEMU or Xen behind a libvirt daemon. */
public final class LibvirtHypervisor implements Hypervisor {
    private static final Logger LOG = LoggerFactory.getLogger(LibvirtHypervisor.class);

    /** VIR_DOMAIN_UNDEFINE_MANAGED_SAVE and _SNAPSHOTS_METADATA, which would otherwise hinder. */
    private static final int UNDEFINE_FLAGS =
            Domain.UndefineFlags.MANAGED_SAVE | Domain.UndefineFlags.SNAPSHOTS_METADATA;

    private static final int KIB_PER_MIB = 1024;
    private static final long BYTES_PER_GIB = 1L << 30;

    /** How long attaching may take: what it came to must be known, and it ends with the guest at the latest. */
    private static final Duration STANDSTILL = Duration.ofHours(1);

    private final LibvirtConfig config;
    private final InstantSource clock;
    private final LibvirtConnection connection;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> stoppedByHost = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> resets = new ConcurrentHashMap<>();
    private final ExecutorService dispatcher = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("libvirt-dispatch").factory());

    private volatile @Nullable HypervisorKind settled;

    public LibvirtHypervisor(LibvirtConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.settled = config.kind().orElse(null);
        this.connection = new LibvirtConnection(
                config.uri(), config.deadline(), this::lifecycle, this::opened, () -> dispatch(""));
    }

    @Override
    public String name() {
        return "libvirt " + config.uri();
    }

    @Override
    public void start() throws InterruptedException {
        connection.start(config.patience());
    }

    @Override
    public void stop() throws InterruptedException {
        connection.stop();
        dispatcher.shutdown();
    }

    /** QEMU, which runs everywhere, until the probe has spoken. */
    @Override
    public HypervisorKind kind() {
        HypervisorKind kind = settled;
        return kind == null ? HypervisorKind.QEMU : kind;
    }

    @Override
    public HypervisorHealth health() {
        return connection.health();
    }

    @Override
    public HostResources host() throws HypervisorException {
        NodeInfo info = ask("read what the host has", connect -> connect.nodeInfo());
        return new HostResources(info.cpus, (int) (info.memory / KIB_PER_MIB));
    }

    @Override
    public List<ObservedDomain> domains() throws HypervisorException {
        return ask("list the domains", connect -> {
            List<ObservedDomain> all = new ArrayList<>();
            for (Domain domain : connect.listAllDomains(0)) {
                String name = domain.getName();
                domain.free();
                observe(connect, name).ifPresent(all::add);
            }
            return all;
        });
    }

    @Override
    public Optional<ObservedDomain> domain(InstanceId id) throws HypervisorException {
        return ask("look at " + id, connect -> observe(connect, id.value()));
    }

    @Override
    public void define(DomainSpec spec) throws HypervisorException {
        String xml = new DomainXml(kind()).render(spec);
        ask("define " + spec.id(), connect -> connect.domainDefineXML(xml).free());
    }

    @Override
    public void start(InstanceId id, List<DomainVolume> volumes) throws HypervisorException {
        stoppedByHost.remove(id.value());
        use("start", id, (connect, domain) -> {
            if (domain.isActive() == 0) {
                LibvirtSecrets.during(connect, volumes, domain::create);
            }
        });
    }

    @Override
    public void reboot(InstanceId id) throws HypervisorException {
        use("reboot", id, (connect, domain) -> domain.reboot(0));
    }

    @Override
    public void reset(InstanceId id) throws HypervisorException {
        use("reset", id, (connect, domain) -> {
            try {
                domain.reset();
            } catch (LibvirtException e) {
                if (!isCode(e, ErrorNumber.VIR_ERR_NO_SUPPORT)) {
                    throw e;
                }
                LOG.debug("{} has no reset button; stopping and starting {}", config.uri(), id);
                domain.destroy();
                domain.create();
            }
        });
    }

    @Override
    public void destroy(InstanceId id) throws HypervisorException {
        useIfThere("destroy", id, (connect, domain) -> {
            if (domain.isActive() != 0) {
                destroyActive(domain);
            }
        });
    }

    /** A guest may power itself off between the question and the order. */
    private static void destroyActive(Domain domain) throws LibvirtException {
        try {
            domain.destroy();
        } catch (LibvirtException e) {
            if (domain.isActive() != 0) {
                throw e;
            }
            LOG.debug("the domain stopped by itself", e);
        }
    }

    @Override
    public void undefine(InstanceId id) throws HypervisorException {
        useIfThere("undefine", id, (connect, domain) -> {
            if (domain.isPersistent() != 0) {
                domain.undefine(UNDEFINE_FLAGS);
            }
        });
        stoppedByHost.remove(id.value());
        resets.remove(id.value());
    }

    @Override
    public List<VolumeDisk> volumes(InstanceId id) throws HypervisorException {
        return ask("look at the volumes of " + id, connect -> {
            Domain domain = connect.domainLookupByName(id.value());
            try {
                return domain.isActive() == 0 ? List.of() : VolumeXml.disks(domain.getXMLDesc(0));
            } finally {
                domain.free();
            }
        });
    }

    /** The running domain only: each start defines anew. */
    @Override
    public void attach(InstanceId id, DomainVolume volume) throws HypervisorException {
        String xml = VolumeXml.disk(volume);
        use(
                "attach " + volume.volume() + " to",
                id,
                STANDSTILL,
                (connect, domain) -> LibvirtSecrets.during(
                        connect, List.of(volume), () -> domain.attachDeviceFlags(xml, Domain.DeviceModifyFlags.LIVE)));
    }

    @Override
    public void detach(InstanceId id, VolumeDisk disk) throws HypervisorException {
        String alias = VolumeXml.alias(disk.volume(), disk.attachment());
        Optional<String> refusal =
                ask("detach " + disk.volume() + " from " + id, connect -> connect.detach(id.value(), alias));
        if (refusal.isPresent()) {
            throw new HypervisorException(
                    Kind.FAILED, "libvirt cannot detach " + disk.volume() + " from " + id + ": " + refusal.get(), null);
        }
    }

    @Override
    public void grow(InstanceId id, VolumeDisk disk, int sizeGib) throws HypervisorException {
        use(
                "show " + sizeGib + " GiB of " + disk.volume() + " to",
                id,
                (connect, domain) ->
                        domain.blockResize(disk.dev(), sizeGib * BYTES_PER_GIB, Domain.BlockResizeFlags.BYTES));
    }

    @Override
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    private Optional<ObservedDomain> observe(EventConnect connect, String name) throws LibvirtException {
        try {
            EventConnect.RawState raw = connect.state(name);
            return Optional.of(DomainStates.observed(
                    name, raw, stoppedByHost.contains(name), Optional.ofNullable(resets.get(name))));
        } catch (LibvirtException e) {
            if (isCode(e, ErrorNumber.VIR_ERR_NO_DOMAIN)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** An operation on a domain. */
    @FunctionalInterface
    private interface DomainUse {
        void on(EventConnect connect, Domain domain) throws LibvirtException;
    }

    private void use(String verb, InstanceId id, DomainUse use) throws HypervisorException {
        use(verb, id, config.deadline(), use);
    }

    private void use(String verb, InstanceId id, Duration limit, DomainUse use) throws HypervisorException {
        ask(verb + " " + id, limit, connect -> {
            Domain domain = connect.domainLookupByName(id.value());
            try {
                use.on(connect, domain);
                return true;
            } finally {
                domain.free();
            }
        });
    }

    /** The same, content when there is no such domain or it goes meanwhile. */
    private void useIfThere(String verb, InstanceId id, DomainUse use) throws HypervisorException {
        try {
            use(verb, id, use);
        } catch (HypervisorException e) {
            if (!(e.getCause() instanceof LibvirtException cause && isCode(cause, ErrorNumber.VIR_ERR_NO_DOMAIN))) {
                throw e;
            }
            LOG.debug("nothing to {}: {} is not there", verb, id);
        }
    }

    private <T extends @Nullable Object> T ask(String what, LibvirtConnection.Call<T> call) throws HypervisorException {
        return ask(what, config.deadline(), call);
    }

    private <T extends @Nullable Object> T ask(String what, Duration limit, LibvirtConnection.Call<T> call)
            throws HypervisorException {
        try {
            return connection.call(what, limit, call);
        } catch (LibvirtException e) {
            // Another call holds the domain, and libvirt gave up waiting for it.
            Kind kind = isCode(e, ErrorNumber.VIR_ERR_OPERATION_TIMEOUT) ? Kind.TIMED_OUT : Kind.FAILED;
            throw new HypervisorException(kind, "libvirt cannot " + what + ": " + e.getMessage(), e);
        }
    }

    private static boolean isCode(LibvirtException e, ErrorNumber code) {
        return e.getError() != null && e.getError().getCode() == code;
    }

    /** Each new connection, before it is used: finds out once what runs domains here, and removes what was left. */
    private void opened(EventConnect connect) throws LibvirtException {
        if (settled == null) {
            settled = new KvmProbe(config.stateDirectory()).settle(connect);
            LOG.info("instances run under {}", settled);
        }
        try {
            LibvirtSecrets.sweep(connect);
        } catch (LibvirtException e) {
            LOG.debug("{} keeps no secrets", config.uri(), e);
        }
    }

    /** On the event loop's thread. */
    private void lifecycle(String domain, int event, int detail) {
        if (event == DomainStates.EVENT_STARTED) {
            stoppedByHost.remove(domain);
        } else if (event == DomainStates.EVENT_SHUTDOWN && detail == DomainStates.SHUTDOWN_BY_HOST) {
            stoppedByHost.add(domain);
        } else if (event == DomainStates.EVENT_REBOOTED) {
            resets.put(domain, clock.instant());
        }
        dispatch(domain);
    }

    private void dispatch(String domain) {
        try {
            dispatcher.execute(() -> listeners.forEach(listener -> listener.accept(domain)));
        } catch (RejectedExecutionException e) {
            LOG.debug("a change of {} came after the stop", domain, e);
        }
    }
}
