package io.jarrah.sc;

import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.config.ScSettings;
import io.jarrah.common.config.Settings;
import io.jarrah.common.config.StorageNetwork;
import java.math.BigDecimal;
import java.nio.file.Path;

/**
 * How one storage controller is set up.
 *
 * @param state directory of its records
 * @param volumes directory of the volumes, made when it is not there
 * @param overcommit GiB of volumes for each GiB of their file system, above 0
 * @param network what volumes' data takes to the nodes
 * @param host where volumes are exported when the network has no interface of its own: name or address of this host
 * @param iscsiPort TCP port of exports
 * @param opsHost address of health and metrics
 * @param opsPort TCP port of health and metrics; 0 lets the system choose
 */
public record StorageControllerConfig(
        Path state,
        Path volumes,
        BigDecimal overcommit,
        StorageNetwork network,
        String host,
        int iscsiPort,
        String opsHost,
        int opsPort) {
    private static final String LOCAL = "127.0.0.1";

    /** From the configuration file. */
    public static StorageControllerConfig of(JarrahConf conf) {
        Path base = conf.get(Settings.EUCALYPTUS);
        Path configured = conf.get(ScSettings.VOLUME_PATH);
        String host = conf.get(Settings.ADVERTISED_HOST);
        return new StorageControllerConfig(
                base.resolve("sc"),
                configured.toString().isEmpty() ? base.resolve("volumes") : configured,
                conf.get(ScSettings.VOLUME_OVERCOMMIT),
                StorageNetwork.of(conf),
                host.isEmpty() ? LOCAL : host,
                conf.get(ScSettings.ISCSI_PORT),
                conf.get(Settings.OPS_BIND),
                conf.get(ScSettings.SC_OPS_PORT));
    }

    /** On the loopback address, with all that it keeps below one directory. */
    public static StorageControllerConfig local(Path directory) {
        return new StorageControllerConfig(
                directory,
                directory.resolve("volumes"),
                BigDecimal.ONE,
                StorageNetwork.NONE,
                LOCAL,
                ScSettings.ISCSI_PORT.defaultValue(),
                LOCAL,
                0);
    }
}
