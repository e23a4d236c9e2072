package io.jarrah.cc;

import io.jarrah.cc.books.BooksSettings;
import io.jarrah.cc.reconcile.WatchSettings;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.http.HttpServerConfig;
import io.jarrah.common.id.ClusterName;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How one cluster controller is set up.
 *
 * @param cluster the cluster
 * @param mode whose networks instances are in
 * @param directory where the books are kept, such as {@code $EUCALYPTUS/cc}
 * @param books how the cluster is run
 * @param watch how nodes are watched
 * @param relay where the metadata relay listens; empty for none
 * @param opsHost address of health and metrics
 * @param opsPort TCP port of health and metrics; 0 lets the system choose
 */
public record ClusterControllerConfig(
        ClusterName cluster,
        VnetMode mode,
        Path directory,
        BooksSettings books,
        WatchSettings watch,
        Optional<HttpServerConfig> relay,
        String opsHost,
        int opsPort) {
    /** Defaults for a cluster without real hosts: no relay, any port. */
    public static ClusterControllerConfig simulated(ClusterName cluster, Path directory) {
        return new ClusterControllerConfig(
                cluster,
                VnetMode.MANAGED,
                directory,
                BooksSettings.DEFAULT,
                WatchSettings.DEFAULT,
                Optional.empty(),
                "127.0.0.1",
                0);
    }

    /** The same in that mode. */
    public ClusterControllerConfig withMode(VnetMode changed) {
        return new ClusterControllerConfig(cluster, changed, directory, books, watch, relay, opsHost, opsPort);
    }
}
