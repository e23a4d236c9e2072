package io.jarrah.common.config;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What all services share, and the schema of the one file: the union of every service's settings, so that a key is
 * either known to all or to none.
 */
public final class Settings {
    /** How much is logged. */
    public enum LogLevel {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** How a log line looks. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    public static final Setting<Path> EUCALYPTUS =
            Setting.path("EUCALYPTUS", "/var/lib/jarrah", "Directory under which every service keeps its state.");
    public static final Setting<LogLevel> LOGLEVEL =
            Setting.choice("LOGLEVEL", LogLevel.INFO, LogLevel.class, "How much is logged.");
    public static final Setting<LogFormat> LOGFORMAT =
            Setting.choice("LOGFORMAT", LogFormat.TEXT, LogFormat.class, "Form of a log line: TEXT or JSON.");
    public static final Setting<String> OPS_BIND =
            Setting.text("OPS_BIND", "127.0.0.1", "Address on which health and metrics of every service are served.");
    public static final Setting<String> CLC_JOIN_URL = Setting.text(
            "CLC_JOIN_URL", "", "https URL at which a new component exchanges its join token for a certificate.");
    public static final Setting<Path> JOIN_TOKEN_FILE = Setting.path(
            "JOIN_TOKEN_FILE", "", "File with the one-time token, made by tools/admin component register.");
    public static final Setting<String> COMPONENT_NAME =
            Setting.text("COMPONENT_NAME", "", "Name this component is registered under; the token's when empty.");
    public static final Setting<String> CLUSTER_NAME =
            Setting.text("CLUSTER_NAME", "", "Cluster (availability zone) of an SC, CC or NC.");
    public static final Setting<String> ADVERTISED_HOST =
            Setting.text("ADVERTISED_HOST", "", "Host name or address under which other components reach this one.");
    public static final Setting<String> STORAGE_INTERFACE = Setting.text(
            "STORAGE_INTERFACE",
            "",
            "Interface of storage controllers and nodes that the data of volumes takes, such as a VLAN of its own; that of ADVERTISED_HOST when empty.");

    /** Eucalyptus keys that have no meaning here; a file that has them still works. */
    private static final Set<String> UNUSED = Set.of(
            "EUCA_USER",
            "DISABLE_EBS",
            "DISABLE_ISCSI",
            "DISABLE_DNS",
            "DISABLE_TUNNELING",
            "ENABLE_WS_SECURITY",
            "CLOUD_OPTS",
            "POWER_IDLETHRESH",
            "POWER_WAKETHRESH",
            "NODES",
            "NC_SERVICE",
            "NC_POLLING_FREQUENCY",
            "INSTANCE_TIMEOUT",
            "USE_VIRTIO_DISK",
            "USE_VIRTIO_ROOT",
            "USE_VIRTIO_NET",
            "SWAP_SIZE",
            "CONCURRENT_DISK_OPS",
            "MANUAL_INSTANCES_CLEANUP",
            "NC_WORK_SIZE",
            "NC_BUNDLE_UPLOAD_PATH",
            "NC_CHECK_BUCKET_PATH",
            "NC_DELETE_BUNDLE_PATH",
            "VNET_DHCPUSER",
            "VNET_CLOUDIP",
            "VNET_INTERFACE");

    private Settings() {}

    /** Every key that a {@code jarrah.conf} may hold. */
    public static ConfSchema schema() {
        List<Setting<?>> all = new ArrayList<>();
        for (Class<?> owner : List.of(
                Settings.class,
                ClcSettings.class,
                WalrusSettings.class,
                ScSettings.class,
                CcSettings.class,
                NcSettings.class)) {
            collect(owner, all);
        }
        return new ConfSchema(all, UNUSED);
    }

    private static void collect(Class<?> owner, List<Setting<?>> all) {
        for (Field field : owner.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
                try {
                    all.add((Setting<?>) field.get(owner));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("public field " + field + " cannot be read", e);
                }
            }
        }
    }
}
