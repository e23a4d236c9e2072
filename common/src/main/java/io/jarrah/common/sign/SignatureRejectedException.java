package io.jarrah.common.sign;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request whose signature is refused; the message is meant for the sender and holds no secret. */
public final class SignatureRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SignatureFailure failure;
    private final LinkedHashMap<String, String> details;

    /** A refusal without details. */
    public SignatureRejectedException(SignatureFailure failure, String message) {
        this(failure, message, Map.of());
    }

    /**
     * A refusal with what helps a client's author to find the difference.
     *
     * @param details for the error document, for example StringToSign and CanonicalRequest; not for logs, a session token may be in it
     */
    public SignatureRejectedException(SignatureFailure failure, String message, Map<String, String> details) {
        super(message);
        this.failure = failure;
        this.details = new LinkedHashMap<>(details);
    }

    /** Why. */
    public SignatureFailure failure() {
        return failure;
    }

    /** Elements S3 adds to its SignatureDoesNotMatch document, in order. */
    public Map<String, String> details() {
        return Collections.unmodifiableMap(details);
    }
}
