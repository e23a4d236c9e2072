package io.jarrah.nc.image;

import org.jspecify.annotations.Nullable;

/** An image could not be had. */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What would help. */
    public enum Kind {
        /** Walrus refused the address: it has expired, or the image is gone. A fresh address may help. */
        REFUSED,
        /** Walrus did not answer or broke off. Time may help. */
        UNAVAILABLE,
        /** What came is not what was registered, each time it was tried. */
        CORRUPT,
        /** The node's disk is full. Time may help, when other instances end. */
        NO_SPACE
    }

    private final Kind kind;

    public ImageException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What would help. */
    public Kind kind() {
        return kind;
    }
}
