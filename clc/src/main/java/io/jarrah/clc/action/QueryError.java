package io.jarrah.clc.action;

/**
 * The errors of the APIs that speak Amazon's Query protocol proper, IAM and STS, and of Jarrah's admin API.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html">IAM common errors</a>
 */
public enum QueryError implements ApiError {
    INVALID_ACTION("InvalidAction", 400),
    MISSING_ACTION("MissingAction", 400),
    UNSUPPORTED_OPERATION("UnsupportedOperation", 400),
    MISSING_PARAMETER("MissingParameter", 400),
    VALIDATION_ERROR("ValidationError", 400),
    INVALID_PARAMETER_VALUE("InvalidParameterValue", 400),
    MALFORMED_QUERY_STRING("MalformedQueryString", 400),
    INCOMPLETE_SIGNATURE("IncompleteSignature", 400),
    REQUEST_EXPIRED("RequestExpired", 400),
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationToken", 403),
    INVALID_CLIENT_TOKEN_ID("InvalidClientTokenId", 403),
    SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403),
    ACCESS_DENIED("AccessDenied", 403),
    NO_SUCH_ENTITY("NoSuchEntity", 404),
    UNSUPPORTED_PROTOCOL("UnsupportedProtocol", 405),
    ENTITY_ALREADY_EXISTS("EntityAlreadyExists", 409),
    DELETE_CONFLICT("DeleteConflict", 409),
    LIMIT_EXCEEDED("LimitExceeded", 409),
    REQUEST_ENTITY_TOO_LARGE("RequestEntityTooLarge", 413),
    REQUEST_URI_TOO_LONG("RequestUriTooLong", 414),
    SERVICE_UNAVAILABLE("ServiceUnavailable", 503, Category.RETRYABLE),
    INTERNAL_FAILURE("InternalFailure", 500, Category.BUG);

    private final String code;
    private final int httpStatus;
    private final Category category;

    QueryError(String code, int httpStatus) {
        this(code, httpStatus, Category.USER);
    }

    QueryError(String code, int httpStatus, Category category) {
        this.code = code;
        this.httpStatus = httpStatus;
        this.category = category;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int httpStatus() {
        return httpStatus;
    }

    @Override
    public Category category() {
        return category;
    }

    /** The exception that answers this error. */
    public ApiException because(String message) {
        return new ApiException(this, message);
    }
}
