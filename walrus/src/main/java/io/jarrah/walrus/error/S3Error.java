package io.jarrah.walrus.error;

import static io.jarrah.walrus.error.ErrorCategory.BUG;
import static io.jarrah.walrus.error.ErrorCategory.RETRYABLE;
import static io.jarrah.walrus.error.ErrorCategory.USER;

/**
 * The S3 error codes with their HTTP status, as Amazon documents them
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). The constant's name is the code on the wire.
 */
public enum S3Error {
    AccessDenied(403, USER, "Access Denied"),
    AuthorizationHeaderMalformed(400, USER, "The authorization header that you provided is not valid."),
    AuthorizationQueryParametersError(400, USER, "The authorization query parameters that you provided are not valid."),
    BadRequest(400, USER, "An error occurred when parsing the HTTP request."),
    BadDigest(
            400, USER, "The Content-MD5 or checksum value that you specified did not match what the server received."),
    BucketAlreadyExists(
            409,
            USER,
            "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Select a different name and try again."),
    BucketAlreadyOwnedByYou(
            409, USER, "Your previous request to create the named bucket succeeded and you already own it."),
    BucketNotEmpty(409, USER, "The bucket that you tried to delete is not empty."),
    EntityTooLarge(400, USER, "Your proposed upload exceeds the maximum allowed object size."),
    EntityTooSmall(400, USER, "Your proposed upload is smaller than the minimum allowed object size."),
    ExpiredToken(400, USER, "The provided token has expired."),
    IllegalLocationConstraintException(
            400, USER, "The specified location constraint is incompatible with the region this request was sent to."),
    IncompleteBody(400, USER, "You did not provide the number of bytes specified by the Content-Length HTTP header."),
    InsufficientStorage(
            507,
            RETRYABLE,
            "The object store has no room left for this upload; nothing of it was kept. Delete objects or ask the cloud administrator for more space."),
    InternalError(500, BUG, "We encountered an internal error. Please try again."),
    InvalidAccessKeyId(403, USER, "The AWS access key ID that you provided does not exist in our records."),
    InvalidArgument(400, USER, "Invalid Argument"),
    InvalidBucketName(400, USER, "The specified bucket is not valid."),
    InvalidChunkSizeError(403, USER, "Only the last chunk is allowed to have a size less than 8192 bytes"),
    InvalidDigest(400, USER, "The Content-MD5 that you specified is not valid."),
    InvalidLocationConstraint(400, USER, "The specified location constraint is not valid."),
    InvalidPart(
            400,
            USER,
            "One or more of the specified parts could not be found. The part might not have been uploaded, or the specified entity tag might not have matched the part's entity tag."),
    InvalidPartNumber(416, USER, "The requested partnumber is not satisfiable"),
    InvalidPartOrder(
            400,
            USER,
            "The list of parts was not in ascending order. The parts list must be specified in order by part number."),
    InvalidRange(416, USER, "The requested range is not satisfiable"),
    InvalidRequest(400, USER, "Invalid Request"),
    InvalidToken(400, USER, "The provided token is malformed or otherwise not valid."),
    InvalidURI(400, USER, "Couldn't parse the specified URI."),
    KeyTooLongError(400, USER, "Your key is too long"),
    MalformedTrailerError(
            400,
            USER,
            "The request contained trailing data that was not well-formed or did not conform to our published schema."),
    MalformedXML(
            400, USER, "The XML you provided was not well-formed or did not validate against our published schema"),
    MaxMessageLengthExceeded(400, USER, "Your request was too large."),
    MetadataTooLarge(400, USER, "Your metadata headers exceed the maximum allowed metadata size."),
    MethodNotAllowed(405, USER, "The specified method is not allowed against this resource."),
    MissingContentLength(411, USER, "You must provide the Content-Length HTTP header."),
    MissingSecurityHeader(400, USER, "Your request is missing a required header."),
    NoSuchBucket(404, USER, "The specified bucket does not exist"),
    NoSuchBucketPolicy(404, USER, "The bucket policy does not exist"),
    NoSuchCORSConfiguration(404, USER, "The CORS configuration does not exist"),
    NoSuchConfiguration(404, USER, "The specified configuration does not exist."),
    NoSuchKey(404, USER, "The specified key does not exist."),
    NoSuchLifecycleConfiguration(404, USER, "The lifecycle configuration does not exist"),
    NoSuchPublicAccessBlockConfiguration(404, USER, "The public access block configuration was not found"),
    NoSuchTagSet(404, USER, "The TagSet does not exist"),
    NoSuchUpload(
            404,
            USER,
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed."),
    NoSuchVersion(404, USER, "The specified version does not exist."),
    NoSuchWebsiteConfiguration(404, USER, "The specified bucket does not have a website configuration"),
    NotImplemented(501, USER, "A header or query you provided implies functionality that is not implemented."),
    NotModified(304, USER, "Not Modified"),
    ObjectLockConfigurationNotFoundError(404, USER, "Object Lock configuration does not exist for this bucket"),
    OperationAborted(
            409,
            RETRYABLE,
            "A conflicting conditional operation is currently in progress against this resource. Try again."),
    OwnershipControlsNotFoundError(404, USER, "The bucket ownership controls were not found"),
    PreconditionFailed(412, USER, "At least one of the pre-conditions you specified did not hold"),
    ReplicationConfigurationNotFoundError(404, USER, "The replication configuration was not found"),
    RequestHeaderSectionTooLarge(
            400,
            USER,
            "The request header and query parameters used to make the request exceed the maximum allowed size."),
    RequestTimeTooSkewed(403, USER, "The difference between the request time and the server's time is too large."),
    RequestTimeout(
            400,
            RETRYABLE,
            "Your socket connection to the server was not read from or written to within the timeout period."),
    ServerSideEncryptionConfigurationNotFoundError(404, USER, "The server side encryption configuration was not found"),
    ServiceUnavailable(503, RETRYABLE, "Service is unable to handle request."),
    SignatureDoesNotMatch(
            403,
            USER,
            "The request signature that the server calculated does not match the signature that you provided. Check your AWS secret access key and signing method."),
    SlowDown(503, RETRYABLE, "Please reduce your request rate."),
    TooManyBuckets(400, USER, "You have attempted to create more buckets than allowed."),
    XAmzContentChecksumMismatch(400, USER, "The provided 'x-amz-checksum' header does not match what was computed."),
    XAmzContentSHA256Mismatch(
            400, USER, "The provided 'x-amz-content-sha256' header does not match what was computed.");

    private final int status;
    private final ErrorCategory category;
    private final String defaultMessage;

    S3Error(int status, ErrorCategory category, String defaultMessage) {
        this.status = status;
        this.category = category;
        this.defaultMessage = defaultMessage;
    }

    /** The code on the wire. */
    public String code() {
        return name();
    }

    /** The HTTP status, 304 to 599. */
    public int status() {
        return status;
    }

    /** Whose turn it is. */
    public ErrorCategory category() {
        return category;
    }

    /** Amazon's words, used when there is nothing more exact to say. */
    public String defaultMessage() {
        return defaultMessage;
    }
}
