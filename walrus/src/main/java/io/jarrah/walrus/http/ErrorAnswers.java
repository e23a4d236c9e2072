package io.jarrah.walrus.http;

import io.jarrah.common.aws.MalformedXmlException;
import io.jarrah.common.aws.S3XmlCodec;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.db.DatabaseStoppedException;
import io.jarrah.common.sign.SignatureRejectedException;
import io.jarrah.walrus.auth.RequestAuthenticator;
import io.jarrah.walrus.blob.NoRoomException;
import io.jarrah.walrus.error.ErrorCategory;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one renderer of errors: any failure to an S3 error, any S3 error to a document. */
final class ErrorAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    private final S3XmlCodec codec;

    ErrorAnswers(S3XmlCodec codec) {
        this.codec = codec;
    }

    /** What the client is told of a failure. */
    S3Exception translate(Throwable failure) {
        return switch (failure) {
            case S3Exception known -> known;
            case SignatureRejectedException rejected -> RequestAuthenticator.translate(rejected);
            case MalformedXmlException malformed ->
                new S3Exception(S3Error.MalformedXML, S3Error.MalformedXML.defaultMessage(), malformed);
            case NoRoomException full ->
                new S3Exception(S3Error.InsufficientStorage, S3Error.InsufficientStorage.defaultMessage(), full);
            case ClientGoneException gone -> {
                S3Error error = gone.isTimeout() ? S3Error.RequestTimeout : S3Error.IncompleteBody;
                yield new S3Exception(error, error.defaultMessage(), gone);
            }
            case DatabaseStoppedException stopped ->
                new S3Exception(S3Error.ServiceUnavailable, S3Error.ServiceUnavailable.defaultMessage(), stopped);
            default -> new S3Exception(S3Error.InternalError, S3Error.InternalError.defaultMessage(), failure);
        };
    }

    /** Says in the log what the client is not told: defects with their trace, trouble of ours in a line. */
    void log(S3Exception error, String what) {
        ErrorCategory category = error.error().category();
        if (category == ErrorCategory.BUG) {
            LOG.error("{} failed", what, error);
        } else if (category == ErrorCategory.RETRYABLE) {
            Throwable cause = error.getCause();
            LOG.warn("{}: {} ({})", what, error.message(), cause == null ? "no cause" : cause.toString());
        } else {
            LOG.debug("{}: {} {}", what, error.error(), error.message());
        }
    }

    /** The error document. */
    byte[] document(S3Exception error, String resource, Correlation correlation, String hostId) {
        Map<String, String> details = new LinkedHashMap<>(error.details());
        details.put("HostId", hostId);
        return codec.encodeError(error.error().code(), error.message(), resource, correlation.id(), details);
    }
}
