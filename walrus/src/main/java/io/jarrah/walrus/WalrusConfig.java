package io.jarrah.walrus;

import io.jarrah.common.db.DatabaseConfig;
import io.jarrah.common.http.HttpServerConfig;
import java.nio.file.Path;

/**
 * Everything about one Walrus.
 *
 * @param directory where blobs (and by default the database) lie
 * @param database where the metadata is
 * @param http where S3 is served, and the limits there
 * @param opsHost address of health and metrics
 * @param opsPort its port; 0 lets the system choose
 * @param domain of virtual-host style bucket names; none when empty
 * @param region the cloud's region, as HeadBucket and GetBucketLocation answer it
 * @param reserveBytes free space that uploads must leave, so that the metadata can still be written
 */
public record WalrusConfig(
        Path directory,
        DatabaseConfig database,
        HttpServerConfig http,
        String opsHost,
        int opsPort,
        String domain,
        String region,
        long reserveBytes) {
    /** With the usual limits, on free ports of the loopback, for tests and the cloud in one JVM. */
    public static WalrusConfig local(Path directory) {
        return new WalrusConfig(
                directory,
                DatabaseConfig.embedded(directory.resolve("database")),
                limits(HttpServerConfig.of("127.0.0.1", 0)),
                "127.0.0.1",
                0,
                "",
                "us-east-1",
                DEFAULT_RESERVE);
    }

    /** 256 MiB. */
    public static final long DEFAULT_RESERVE = 256L << 20;

    /** Raw paths, since keys may hold anything; 16 KiB of headers, of which Amazon allows 8. */
    public static HttpServerConfig limits(HttpServerConfig http) {
        return http.withRawPaths().withMaxHeaderBytes(16 << 10);
    }
}
