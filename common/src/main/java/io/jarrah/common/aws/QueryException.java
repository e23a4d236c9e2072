package io.jarrah.common.aws;

/** A Query request that cannot be understood; the caller's fault, HTTP status 400. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** No Action parameter. */
        MISSING_ACTION,
        /** The service's model has no such action. */
        UNKNOWN_ACTION,
        /** The Version parameter is not a date. */
        UNKNOWN_VERSION,
        /** A value is not of the parameter's type. */
        INVALID_VALUE,
        /** A parameter stands twice. */
        DUPLICATE,
        /** More parameters, longer names or deeper nesting than the limits allow. */
        TOO_LARGE
    }

    private final Reason reason;
    private final String code;
    private final String parameter;

    QueryException(Reason reason, String code, String parameter, String message) {
        super(message);
        this.reason = reason;
        this.code = code;
        this.parameter = parameter;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }

    /** AWS's error code of that service, such as {@code InvalidParameterValue}. */
    public String code() {
        return code;
    }

    /** The parameter at fault, as it stood in the request; empty when it is not one parameter. */
    public String parameter() {
        return parameter;
    }
}
