package io.jarrah.nc.hypervisor;

import org.jspecify.annotations.Nullable;

/** A call to the hypervisor that was not carried out, or of which it is not known. */
public final class HypervisorException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What may be concluded. */
    public enum Kind {
        /** Nobody is there to answer; nothing is known about any domain. */
        UNREACHABLE,
        /** No answer in time; whether it was done is unknown. */
        TIMED_OUT,
        /** It was refused or failed; the domain is as before. */
        FAILED
    }

    private final Kind kind;

    public HypervisorException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What may be concluded. */
    public Kind kind() {
        return kind;
    }
}
