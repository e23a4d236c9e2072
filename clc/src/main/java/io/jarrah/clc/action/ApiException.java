package io.jarrah.clc.action;

/**
 * A refusal that goes to the API's caller word for word: thrown by operations, rendered at the HTTP edge in the protocol of the request. The message says what is wrong with which value; it never holds a secret.
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    public ApiException(ApiError error, String message) {
        super(message);
        this.error = error;
    }

    public ApiException(ApiError error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    /** The error answered. */
    public ApiError error() {
        return error;
    }
}
