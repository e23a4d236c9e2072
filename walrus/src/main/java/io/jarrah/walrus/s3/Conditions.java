package io.jarrah.walrus.s3;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.store.StoredObject;
import io.jarrah.walrus.store.WriteCondition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Conditional requests (RFC 9110, 13) in S3's way. */
public final class Conditions {
    private Conditions() {}

    /** What a read asks of the object; PreconditionFailed or NotModified when it does not hold. */
    public static void checkRead(RequestHeaders headers, StoredObject object) {
        check(headers, "", object, S3Error.NotModified);
    }

    /** What a copy asks of its source; PreconditionFailed when it does not hold. */
    public static void checkCopySource(RequestHeaders headers, StoredObject object) {
        check(headers, "x-amz-copy-source-", object, S3Error.PreconditionFailed);
    }

    private static void check(RequestHeaders headers, String prefix, StoredObject object, S3Error unmodified) {
        Optional<String> ifMatch = headers.get(prefix + "if-match");
        Optional<String> ifNoneMatch = headers.get(prefix + "if-none-match");
        if (ifMatch.isPresent() && !matches(ifMatch.get(), object.etag())) {
            throw failed(S3Error.PreconditionFailed, "If-Match");
        }
        Instant modified = object.lastModified().truncatedTo(ChronoUnit.SECONDS);
        Optional<Instant> unmodifiedSince =
                headers.get(prefix + "if-unmodified-since").flatMap(HttpDates::parse);
        if (ifMatch.isEmpty() && unmodifiedSince.filter(modified::isAfter).isPresent()) {
            throw failed(S3Error.PreconditionFailed, "If-Unmodified-Since");
        }
        if (ifNoneMatch.isPresent() && matches(ifNoneMatch.get(), object.etag())) {
            throw notModified(unmodified, "If-None-Match", object);
        }
        Optional<Instant> modifiedSince =
                headers.get(prefix + "if-modified-since").flatMap(HttpDates::parse);
        if (ifNoneMatch.isEmpty()
                && modifiedSince.filter(since -> !modified.isAfter(since)).isPresent()) {
            throw notModified(unmodified, "If-Modified-Since", object);
        }
    }

    /** Whether a Range header still counts beside an If-Range. */
    public static boolean rangeApplies(RequestHeaders headers, StoredObject object) {
        Optional<String> ifRange = headers.get("if-range");
        if (ifRange.isEmpty()) {
            return true;
        }
        Instant modified = object.lastModified().truncatedTo(ChronoUnit.SECONDS);
        return HttpDates.parse(ifRange.get())
                .map(modified::equals)
                .orElseGet(() -> matches(ifRange.get(), object.etag()));
    }

    /** What a write asks of the key; NotImplemented for forms that Amazon does not know either. */
    public static WriteCondition forWrite(RequestHeaders headers) {
        Optional<String> ifNoneMatch = headers.get("if-none-match");
        if (ifNoneMatch.filter(value -> !value.equals("*")).isPresent()) {
            throw new S3Exception(S3Error.NotImplemented).with("Header", "If-None-Match");
        }
        return new WriteCondition(
                ifNoneMatch.isPresent(), headers.get("if-match").map(Conditions::unquote));
    }

    /** An entity tag without its quotes. */
    public static String unquote(String etag) {
        String text = etag.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean matches(String header, String etag) {
        for (String tag : header.split(",", -1)) {
            String value = unquote(tag.strip().startsWith("W/") ? tag.strip().substring(2) : tag);
            if (value.equals("*") || value.equals(etag)) {
                return true;
            }
        }
        return false;
    }

    private static S3Exception failed(S3Error error, String condition) {
        return new S3Exception(error).with("Condition", condition);
    }

    private static S3Exception notModified(S3Error error, String condition, StoredObject object) {
        return failed(error, condition)
                .with("ETag", object.etag())
                .with("LastModified", HttpDates.format(object.lastModified()));
    }
}
