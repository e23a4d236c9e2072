package io.jarrah.common.sign;

/** Why a request's signature is refused, with the answer each of the APIs gives for it. Codes are AWS's (S3 error responses; EC2 and IAM common errors). */
public enum SignatureFailure {
    /** Nothing in the request says who sends it, where somebody must. */
    MISSING_AUTHENTICATION("AccessDenied", 403, "MissingAuthenticationToken", 403, "MissingAuthenticationToken", 403),
    /** The Authorization header, or a date header with it, cannot be read. */
    MALFORMED_HEADER("AuthorizationHeaderMalformed", 400, "IncompleteSignature", 400, "IncompleteSignature", 400),
    /** The signature's query parameters cannot be read or are not complete. */
    MALFORMED_QUERY("AuthorizationQueryParametersError", 400, "IncompleteSignature", 400, "IncompleteSignature", 400),
    /** An algorithm or version that is not served. */
    UNSUPPORTED("InvalidArgument", 400, "IncompleteSignature", 400, "IncompleteSignature", 400),
    /** Two ways of signing in one request. */
    CONFLICTING("InvalidArgument", 400, "IncompleteSignature", 400, "IncompleteSignature", 400),
    /** Path or query string is not percent-encoded as it should be. */
    MALFORMED_URI("InvalidURI", 400, "MalformedQueryString", 400, "MalformedQueryString", 400),
    /** Signed for another day, region or service. */
    WRONG_SCOPE("AuthorizationHeaderMalformed", 400, "SignatureDoesNotMatch", 403, "SignatureDoesNotMatch", 403),
    /** The sender's clock is more than 15 minutes away from ours. */
    SKEWED("RequestTimeTooSkewed", 403, "RequestExpired", 400, "SignatureDoesNotMatch", 403),
    /** No date to check. */
    MISSING_DATE("AccessDenied", 403, "IncompleteSignature", 400, "IncompleteSignature", 400),
    /** A presigned request after its time. */
    EXPIRED("AccessDenied", 403, "RequestExpired", 400, "RequestExpired", 400),
    /** A presigned request before its time. */
    NOT_YET_VALID("AccessDenied", 403, "RequestExpired", 400, "RequestExpired", 400),
    /** A header that must be signed is not. */
    UNSIGNED_HEADERS("AccessDenied", 403, "SignatureDoesNotMatch", 403, "SignatureDoesNotMatch", 403),
    /** S3 only: no x-amz-content-sha256. */
    MISSING_PAYLOAD_HASH("InvalidRequest", 400, "IncompleteSignature", 400, "IncompleteSignature", 400),
    /** S3 only: an x-amz-content-sha256 that means nothing. */
    INVALID_PAYLOAD_HASH("InvalidArgument", 400, "IncompleteSignature", 400, "IncompleteSignature", 400),
    /** No such access key, or an inactive one. */
    UNKNOWN_KEY("InvalidAccessKeyId", 403, "AuthFailure", 401, "InvalidClientTokenId", 403),
    /** Signed with another secret, or changed on the way. */
    MISMATCH("SignatureDoesNotMatch", 403, "AuthFailure", 401, "SignatureDoesNotMatch", 403),
    /** The body is not the one that was signed. */
    PAYLOAD_MISMATCH("XAmzContentSHA256Mismatch", 400, "SignatureDoesNotMatch", 403, "SignatureDoesNotMatch", 403),
    /** A chunk of a streamed body, or its trailer, is not the one that was signed. */
    CHUNK_MISMATCH("SignatureDoesNotMatch", 403, "SignatureDoesNotMatch", 403, "SignatureDoesNotMatch", 403),
    /** The framing of an aws-chunked body cannot be read. */
    MALFORMED_CHUNK("InvalidRequest", 400, "IncompleteSignature", 400, "IncompleteSignature", 400),
    /** The trailer of an aws-chunked body cannot be read or is not the one announced. */
    MALFORMED_TRAILER("MalformedTrailerError", 400, "IncompleteSignature", 400, "IncompleteSignature", 400),
    /** An aws-chunked body is shorter or longer than x-amz-decoded-content-length. */
    WRONG_LENGTH("IncompleteBody", 400, "IncompleteSignature", 400, "IncompleteSignature", 400);

    private final String s3Code;
    private final int s3Status;
    private final String ec2Code;
    private final int ec2Status;
    private final String queryCode;
    private final int queryStatus;

    SignatureFailure(String s3Code, int s3Status, String ec2Code, int ec2Status, String queryCode, int queryStatus) {
        this.s3Code = s3Code;
        this.s3Status = s3Status;
        this.ec2Code = ec2Code;
        this.ec2Status = ec2Status;
        this.queryCode = queryCode;
        this.queryStatus = queryStatus;
    }

    /** S3's error code. */
    public String s3Code() {
        return s3Code;
    }

    /** S3's HTTP status. */
    public int s3Status() {
        return s3Status;
    }

    /** EC2's error code. */
    public String ec2Code() {
        return ec2Code;
    }

    /** EC2's HTTP status. */
    public int ec2Status() {
        return ec2Status;
    }

    /** The error code of IAM and STS. */
    public String queryCode() {
        return queryCode;
    }

    /** The HTTP status of IAM and STS. */
    public int queryStatus() {
        return queryStatus;
    }
}
