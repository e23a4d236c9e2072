package io.jarrah.walrus.http;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Target;
import io.jarrah.walrus.s3.UrlEncoding;
import io.jarrah.walrus.store.ObjectKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds bucket and key in host and path, at {@code /}, under {@code /services/Walrus} and {@code /services/objectstorage}. */
final class TargetResolver {
    private static final List<String> MOUNTS = List.of("/services/Walrus", "/services/objectstorage");
    /** S3 Control, whose host names look like buckets; it is not served. */
    private static final String CONTROL = "/v20180820/";

    private final String domain;

    /** For that domain of virtual hosts; none when empty. */
    TargetResolver(String domain) {
        this.domain = domain.toLowerCase(Locale.ROOT);
    }

    /**
     * What a request is about.
     *
     * @param virtualHostBucket the bucket, when the host named it
     */
    record Resolved(Target target, Optional<String> virtualHostBucket) {}

    Resolved resolve(String rawPath, String host) {
        if (rawPath.startsWith(CONTROL)) {
            throw new S3Exception(S3Error.MethodNotAllowed, "S3 Control is not served here.");
        }
        String path = withoutMount(rawPath);
        Optional<String> virtual = bucketOf(host);
        if (virtual.isPresent()) {
            return new Resolved(new Target(virtual, key(path.substring(1))), virtual);
        }
        if (path.equals("/")) {
            return new Resolved(new Target(Optional.empty(), Optional.empty()), Optional.empty());
        }
        int slash = path.indexOf('/', 1);
        String bucket = UrlEncoding.decodePath(slash < 0 ? path.substring(1) : path.substring(1, slash));
        if (bucket.isEmpty()) {
            throw new S3Exception(S3Error.InvalidBucketName).with("BucketName", "");
        }
        Optional<ObjectKey> key = slash < 0 ? Optional.empty() : key(path.substring(slash + 1));
        return new Resolved(new Target(Optional.of(bucket), key), Optional.empty());
    }

    private static String withoutMount(String rawPath) {
        if (!rawPath.startsWith("/")) {
            throw new S3Exception(S3Error.InvalidURI);
        }
        for (String mount : MOUNTS) {
            if (rawPath.equals(mount)) {
                return "/";
            }
            if (rawPath.startsWith(mount + "/")) {
                return rawPath.substring(mount.length());
            }
        }
        return rawPath;
    }

    private static Optional<ObjectKey> key(String raw) {
        return raw.isEmpty() ? Optional.empty() : Optional.of(new ObjectKey(UrlEncoding.decodePath(raw)));
    }

    private Optional<String> bucketOf(String host) {
        if (domain.isEmpty()) {
            return Optional.empty();
        }
        int colon = host.lastIndexOf(':');
        String name = (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
        String ending = "." + domain;
        return name.endsWith(ending) && name.length() > ending.length()
                ? Optional.of(name.substring(0, name.length() - ending.length()))
                : Optional.empty();
    }
}
