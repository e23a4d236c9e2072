package io.jarrah.sc.backend;

/** What was asked of a backend was not done, or nobody knows whether it was. */
public final class BackendException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What trying again would help. */
    public enum Kind {
        /** It may work later. */
        FAILED,
        /** There is no room for it now. Nothing is left of the attempt. */
        FULL,
        /** It can never work: the backend has no volumes like that. Nothing is left of the attempt. */
        IMPOSSIBLE
    }

    private final Kind kind;

    public BackendException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public BackendException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What trying again would help. */
    public Kind kind() {
        return kind;
    }
}
