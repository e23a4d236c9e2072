package io.jarrah.walrus.object;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Query;
import java.util.Optional;

/** Version ids, of which there is only {@code null} while no bucket is versioned. */
public final class Versions {
    /** The query parameter. */
    public static final String PARAMETER = "versionId";

    private Versions() {}

    /** NoSuchVersion when another version is asked for. */
    public static void requireNull(Query query) {
        Optional<String> version = query.get(PARAMETER);
        if (version.filter(id -> !id.equals("null")).isPresent()) {
            throw new S3Exception(S3Error.NoSuchVersion).with("VersionId", version.get());
        }
    }
}
