package io.jarrah.common.join;

/** A component could not join; the message says why and what to do. */
public final class JoinException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean worthRetrying;

    JoinException(String message, boolean worthRetrying) {
        super(message);
        this.worthRetrying = worthRetrying;
    }

    JoinException(String message, boolean worthRetrying, Throwable cause) {
        super(message, cause);
        this.worthRetrying = worthRetrying;
    }

    /** Whether the same request may succeed later: nobody answered, or too many asked. */
    public boolean worthRetrying() {
        return worthRetrying;
    }
}
