package io.jarrah.common.contract;

/** A refusal or failure that one service tells another; a SOAP fault on the wire. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the caller can do about it. */
    public enum Code {
        /** The named thing is not there, and the service is sure of it. */
        NOT_FOUND,
        /** The caller, or the account it acts for, may not do that. */
        ACCESS_DENIED,
        /** The request can never succeed as it is. */
        INVALID,
        /** No room now. */
        NO_CAPACITY,
        /** Not now: nobody answered in time, or something it needs is away. Whether it was done is unknown; send it again. */
        UNAVAILABLE,
        /** A defect in the service; its log has the trace under the correlation id. */
        INTERNAL
    }

    private final Code code;

    public ServiceException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public ServiceException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The category of the failure. */
    public Code code() {
        return code;
    }
}
