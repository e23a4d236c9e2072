package io.jarrah.nc.libvirt;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;
import org.libvirt.jna.Libvirt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that also tells what libvirt-java 0.5.4 leaves out: the reason of a domain's state, the number behind
 * a shutdown event (it knows only 0, while libvirt says 1 for the guest's own wish and 2 for the host's), and how a guest lets go of a disk.
 */
final class EventConnect extends Connect {
    private static final Logger LOG = LoggerFactory.getLogger(EventConnect.class);
    private static final int EVENT_LIFECYCLE = 0;
    private static final int EVENT_REBOOT = 1;
    private static final int EVENT_DEVICE_REMOVED = 15;

    private final StateLibrary library;

    /** Those that libvirt may call must not be collected before {@link #close}. */
    private final Map<Integer, Libvirt.VirDomainEventCallback> callbacks;

    /** What libvirt knows the callbacks by; it keeps the connection open as long as there is one. */
    private final List<Integer> registered = new ArrayList<>();

    /** Functions of libvirt that the binding does not have. */
    interface StateLibrary extends com.sun.jna.Library {
        int virDomainGetState(DomainPointer domain, IntByReference state, IntByReference reason, int flags);

        int virDomainDetachDeviceAlias(DomainPointer domain, String alias, int flags);

        /** Of the calling thread. */
        @Nullable
        String virGetLastErrorMessage();
    }

    /** Told of a device by its alias. */
    interface DeviceCallback extends Libvirt.VirDomainEventCallback {
        void eventCallback(ConnectionPointer connection, DomainPointer domain, String alias, Pointer opaque);
    }

    /** Numbers as in libvirt-domain.h. */
    record RawState(int state, int reason) {
        /** What libvirt says when it does not know. */
        static final RawState NONE = new RawState(0, 0);
    }

    /** Receives each lifecycle event on the event loop's thread; must return at once. */
    @FunctionalInterface
    interface LifecycleSink {
        void event(String domain, int event, int detail);
    }

    EventConnect(String uri, StateLibrary library, LifecycleSink sink) throws LibvirtException {
        super(uri);
        this.library = library;
        Libvirt.VirConnectDomainEventCallback lifecycle = (connection, domain, event, detail, opaque) -> {
            sink.event(Libvirt.INSTANCE.virDomainGetName(domain), event, detail);
            return 0;
        };
        Libvirt.VirConnectDomainEventGenericCallback rebooted = (connection, domain, opaque) ->
                sink.event(Libvirt.INSTANCE.virDomainGetName(domain), DomainStates.EVENT_REBOOTED, 0);
        DeviceCallback removed = (connection, domain, alias, opaque) ->
                sink.event(Libvirt.INSTANCE.virDomainGetName(domain), DomainStates.EVENT_OTHER, 0);
        this.callbacks = Map.of(EVENT_LIFECYCLE, lifecycle, EVENT_REBOOT, rebooted, EVENT_DEVICE_REMOVED, removed);
    }

    /** Whether events of domains that start and stop will come; not every driver has them, and fewer have the others. */
    synchronized boolean listen() {
        boolean lifecycle = false;
        for (Map.Entry<Integer, Libvirt.VirDomainEventCallback> entry : callbacks.entrySet()) {
            int id = Libvirt.INSTANCE.virConnectDomainEventRegisterAny(
                    vcp, null, entry.getKey(), entry.getValue(), null, null);
            if (id >= 0) {
                registered.add(id);
            } else {
                LOG.debug("libvirt has no events of number {}", entry.getKey());
            }
            lifecycle |= id >= 0 && entry.getKey() == EVENT_LIFECYCLE;
        }
        return lifecycle;
    }

    /** Without what it is told to call, libvirt lets the connection go, and calls nothing that may be collected. */
    @Override
    public synchronized int close() throws LibvirtException {
        if (vcp == null) {
            return 0;
        }
        registered.forEach(id -> Libvirt.INSTANCE.virConnectDomainEventDeregisterAny(vcp, id));
        registered.clear();
        try {
            unregisterCloseListener();
        } catch (LibvirtException e) {
            LOG.debug("nobody was to be told that the connection closes", e);
        }
        return super.close();
    }

    /**
     * Asks the running guest to let a device go, without waiting for it.
     *
     * @return why that was not done; empty when it was
     */
    Optional<String> detach(String name, String alias) throws LibvirtException {
        DomainPointer domain = Libvirt.INSTANCE.virDomainLookupByName(vcp, name);
        if (domain == null) {
            domainLookupByName(name).free();
            return Optional.of("it is not there");
        }
        try {
            return library.virDomainDetachDeviceAlias(domain, alias, Domain.DeviceModifyFlags.LIVE) < 0
                    ? Optional.of(String.valueOf(library.virGetLastErrorMessage()))
                    : Optional.empty();
        } finally {
            Libvirt.INSTANCE.virDomainFree(domain);
        }
    }

    /**
     * The state of the domain of that name.
     *
     * @throws LibvirtException with VIR_ERR_NO_DOMAIN when there is none
     */
    RawState state(String name) throws LibvirtException {
        DomainPointer domain = Libvirt.INSTANCE.virDomainLookupByName(vcp, name);
        if (domain == null) {
            // The binding turns libvirt's error into an exception with a code.
            domainLookupByName(name).free();
            return RawState.NONE;
        }
        try {
            IntByReference state = new IntByReference();
            IntByReference reason = new IntByReference();
            int result = library.virDomainGetState(domain, state, reason, 0);
            return result < 0 ? RawState.NONE : new RawState(state.getValue(), reason.getValue());
        } finally {
            Libvirt.INSTANCE.virDomainFree(domain);
        }
    }
}
