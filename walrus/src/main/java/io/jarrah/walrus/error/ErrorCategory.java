package io.jarrah.walrus.error;

/** Whose turn it is after an error. */
public enum ErrorCategory {
    /** The request can never succeed as it is. */
    USER,
    /** The same request may succeed later. */
    RETRYABLE,
    /** A defect of Walrus; the log has the trace under the request id. */
    BUG
}
