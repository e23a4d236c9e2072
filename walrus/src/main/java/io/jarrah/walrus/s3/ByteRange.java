package io.jarrah.walrus.s3;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of an object's bytes.
 *
 * @param offset first byte
 * @param length how many, at least 1
 */
public record ByteRange(long offset, long length) {
    private static final Pattern FORM =
            Pattern.compile("bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    /**
     * Reads a Range header. A malformed one and one of several ranges are passed over, as RFC 9110 allows and Amazon does.
     *
     * @throws S3Exception InvalidRange when no byte of the object is in it
     */
    public static Optional<ByteRange> parse(String header, long size) {
        Matcher matcher = FORM.matcher(header.strip());
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long suffix = Math.min(Long.parseLong(matcher.group(2)), size);
            return Optional.of(satisfiable(header, size - suffix, suffix, size));
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
        if (last < first) {
            return Optional.empty();
        }
        return Optional.of(satisfiable(header, first, Math.min(last, size - 1) - first + 1, size));
    }

    private static ByteRange satisfiable(String header, long offset, long length, long size) {
        if (length <= 0) {
            throw new S3Exception(S3Error.InvalidRange)
                    .with("RangeRequested", header)
                    .with("ActualObjectSize", Long.toString(size));
        }
        return new ByteRange(offset, length);
    }

    /** The Content-Range header. */
    public String contentRange(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
}
