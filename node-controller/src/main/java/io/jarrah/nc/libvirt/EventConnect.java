package io.jarrah.nc.libvirt;

import com.sun.jna.ptr.IntByReference;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;
import org.libvirt.jna.DomainPointer;
import org.libvirt.jna.Libvirt;

/**
 * A connection that also tells what libvirt-java 0.5.4 leaves out: the reason of a domain's state, and the number behind
 * a shutdown event (it knows only 0, while libvirt says 1 for the guest's own wish and 2 for the host's).
 */
final class EventConnect extends Connect {
    private static final int EVENT_LIFECYCLE = 0;

    private final StateLibrary library;

    /** The callback must not be collected while libvirt may call it. */
    private final Libvirt.VirConnectDomainEventCallback callback;

    /** One function of libvirt that the binding does not have. */
    interface StateLibrary extends com.sun.jna.Library {
        int virDomainGetState(DomainPointer domain, IntByReference state, IntByReference reason, int flags);
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
        this.callback = (connection, domain, event, detail, opaque) -> {
            sink.event(Libvirt.INSTANCE.virDomainGetName(domain), event, detail);
            return 0;
        };
    }

    /** Whether events will come; not every driver has them. */
    boolean listen() {
        return Libvirt.INSTANCE.virConnectDomainEventRegisterAny(vcp, null, EVENT_LIFECYCLE, callback, null, null) >= 0;
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
