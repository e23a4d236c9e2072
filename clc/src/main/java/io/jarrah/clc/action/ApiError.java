package io.jarrah.clc.action;

/** An error a public API can answer; each API has its enum of them. */
public interface ApiError {
    /** What a caller can do about it. */
    enum Category {
        /** The request is wrong; sending it again cannot help. */
        USER,
        /** Not now; the same request may succeed later. */
        RETRYABLE,
        /** Our defect; the log has the trace under the request id. */
        BUG
    }

    /** The code on the wire, such as {@code InvalidInstanceID.NotFound}. */
    String code();

    /** The HTTP status that goes with it. */
    int httpStatus();

    /** What a caller can do about it. */
    Category category();
}
