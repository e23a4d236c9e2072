package io.jarrah.nc.volume;

import org.jspecify.annotations.Nullable;

/** A volume that cannot be logged in to now. */
public final class VolumeUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public VolumeUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
