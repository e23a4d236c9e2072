package io.jarrah.nc.disk;

import org.jspecify.annotations.Nullable;

/** An instance's files could not be made ready. */
public final class StagingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What would help. */
    public enum Remedy {
        /** Fresh download addresses, which a re-sent request brings. */
        FRESH_URLS,
        /** Time. */
        TRY_AGAIN,
        /** Nothing: these images can never boot. */
        NONE
    }

    private final Remedy remedy;

    public StagingException(Remedy remedy, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** What would help. */
    public Remedy remedy() {
        return remedy;
    }
}
