package io.jarrah.walrus.blob;

import java.io.IOException;

/** The store is full, or so nearly full that its reserve would be touched. */
public final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    public NoRoomException(String message) {
        super(message);
    }

    public NoRoomException(String message, Throwable cause) {
        super(message, cause);
    }
}
