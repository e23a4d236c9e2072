package io.jarrah.walrus.http;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** The body of a request did not come to its end: the client closed the connection, or was silent for too long. */
final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGoneException(Throwable cause) {
        super("the request's body was not sent to its end", cause);
    }

    /** Whether the client was too slow, rather than gone. */
    boolean isTimeout() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
