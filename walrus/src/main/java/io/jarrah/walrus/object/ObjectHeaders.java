package io.jarrah.walrus.object;

import io.jarrah.walrus.bucket.CannedAcl;
import io.jarrah.walrus.checksum.Checksum;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.HttpDates;
import io.jarrah.walrus.s3.RequestHeaders;
import io.jarrah.walrus.store.StoredHeaders;
import io.jarrah.walrus.store.StoredObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The headers that an object keeps, and those that describe it. */
public final class ObjectHeaders {
    private static final String DEFAULT_TYPE = "binary/octet-stream";
    private static final int MAX_USER_BYTES = 2048;
    private static final int MAX_VALUE = 4096;
    private static final List<String> SYSTEM = List.of(
            "content-type",
            "content-encoding",
            "content-disposition",
            "content-language",
            "cache-control",
            "expires",
            "x-amz-website-redirect-location");

    /** Headers that ask for what is not done; a request that has one must not look as if it had been. */
    private static final List<String> UNSUPPORTED = List.of(
            "x-amz-server-side-encryption",
            "x-amz-object-lock-",
            "x-amz-tagging",
            "x-amz-write-offset-bytes",
            "x-amz-copy-source-server-side-encryption");

    private static final Set<String> STORAGE_CLASSES = Set.of("STANDARD", "REDUCED_REDUNDANCY");

    private ObjectHeaders() {}

    /** What an upload's headers leave with the object; MetadataTooLarge, NotImplemented for what is not done. */
    public static StoredHeaders toStore(RequestHeaders headers) {
        requireSupported(headers);
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : SYSTEM) {
            headers.get(name)
                    .map(value -> clean(name, value))
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> kept.put(name, value));
        }
        for (String name : headers.names()) {
            if (name.startsWith(StoredHeaders.USER_PREFIX) && name.length() > StoredHeaders.USER_PREFIX.length()) {
                kept.put(name, headers.get(name).orElse(""));
            }
        }
        StoredHeaders stored = new StoredHeaders(kept);
        if (stored.userBytes() > MAX_USER_BYTES) {
            throw new S3Exception(S3Error.MetadataTooLarge)
                    .with("Size", Integer.toString(stored.userBytes()))
                    .with("MaxSizeAllowed", Integer.toString(MAX_USER_BYTES));
        }
        return stored;
    }

    private static String clean(String name, String value) {
        if (value.length() > MAX_VALUE) {
            throw S3Exception.invalidArgument(name, "", "The header is longer than " + MAX_VALUE + " characters.");
        }
        if (!name.equals("content-encoding")) {
            return value;
        }
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(coding -> !coding.isEmpty() && !coding.equals("aws-chunked"))
                .collect(Collectors.joining(","));
    }

    private static void requireSupported(RequestHeaders headers) {
        CannedAcl.requirePrivate(headers);
        for (String name : headers.names()) {
            if (UNSUPPORTED.stream().anyMatch(name::startsWith)) {
                throw new S3Exception(S3Error.NotImplemented).with("Header", name);
            }
        }
        Optional<String> storageClass = headers.get("x-amz-storage-class");
        if (storageClass.filter(value -> !STORAGE_CLASSES.contains(value)).isPresent()) {
            throw new S3Exception(S3Error.NotImplemented, "There is one storage class, STANDARD.")
                    .with("Header", "x-amz-storage-class");
        }
    }

    /** What GET and HEAD say of an object, but for its length. */
    public static Map<String, String> describe(StoredObject object) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Last-Modified", HttpDates.format(object.lastModified()));
        headers.put("ETag", quoted(object.etag()));
        headers.put("Accept-Ranges", "bytes");
        headers.put("content-type", DEFAULT_TYPE);
        headers.putAll(object.headers().values());
        return headers;
    }

    /** Adds the additional checksum as headers. */
    public static void addChecksum(Map<String, String> headers, Checksum checksum) {
        headers.put(checksum.algorithm().header(), checksum.value());
        headers.put("x-amz-checksum-type", checksum.type().name());
    }

    /** An entity tag in quotes. */
    public static String quoted(String etag) {
        return "\"" + etag + "\"";
    }
}
