package io.jarrah.walrus.error;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An S3 error on its way to the renderer; thrown wherever a request turns out to be refused. */
public final class S3Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final S3Error error;
    private final transient Map<String, String> details;

    /** The error with Amazon's default message. */
    public S3Exception(S3Error error) {
        this(error, error.defaultMessage());
    }

    /** The error with an exact message: what failed, on which thing, why. */
    public S3Exception(S3Error error, String message) {
        super(message);
        this.error = error;
        this.details = Map.of();
    }

    /** The error with its cause, which the log shows and the client does not see. */
    public S3Exception(S3Error error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
        this.details = Map.of();
    }

    private S3Exception(S3Exception other, Map<String, String> details) {
        super(other.getMessage(), other.getCause());
        this.error = other.error;
        this.details = details;
    }

    /** The same with one more element in the error document, such as {@code BucketName}. */
    public S3Exception with(String element, String value) {
        Map<String, String> more = new LinkedHashMap<>(details());
        more.put(element, value);
        return new S3Exception(this, Collections.unmodifiableMap(more));
    }

    /** An InvalidArgument that names the argument as Amazon does. */
    public static S3Exception invalidArgument(String name, String value, String message) {
        return new S3Exception(S3Error.InvalidArgument, message)
                .with("ArgumentName", name)
                .with("ArgumentValue", value);
    }

    /** Which error. */
    public S3Error error() {
        return error;
    }

    /** Further elements of the error document, in order. */
    public Map<String, String> details() {
        return details == null ? Map.of() : details;
    }

    /** The message; never null. */
    public String message() {
        String message = getMessage();
        return message == null ? error.defaultMessage() : message;
    }
}
