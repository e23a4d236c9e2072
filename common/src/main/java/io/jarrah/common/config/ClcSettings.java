package io.jarrah.common.config;

import java.nio.file.Path;

/** Settings of the cloud controller. */
public final class ClcSettings {
    public static final Setting<String> CLC_BIND =
            Setting.text("CLC_BIND", "0.0.0.0", "Address on which the public API is served.");
    public static final Setting<Integer> CLC_PORT =
            Setting.port("CLC_PORT", 8773, "Port of the public API: EC2, IAM, STS, admin.");
    public static final Setting<Integer> CLC_INTERNAL_PORT =
            Setting.port("CLC_INTERNAL_PORT", 8777, "Port of the signed SOAP service and of joining.");
    public static final Setting<Integer> CLC_OPS_PORT =
            Setting.port("CLC_OPS_PORT", 18773, "Port of health and metrics.");
    public static final Setting<String> REGION = Setting.text(
            "REGION",
            "us-east-1",
            "Region name users sign for, also part of instances' names, so cluster controllers need it too; us-east-1 spares every client a setting.");
    public static final Setting<String> DB_URL =
            Setting.text("DB_URL", "", "JDBC URL of a PostgreSQL database; the embedded HSQLDB when empty.");
    public static final Setting<String> DB_USER = Setting.text("DB_USER", "jarrah", "Database user.");
    public static final Setting<Path> DB_PASSWORD_FILE =
            Setting.path("DB_PASSWORD_FILE", "", "File that holds the database password, mode 0600.");
    public static final Setting<String> EC2_URL =
            Setting.text("EC2_URL", "", "URL users reach the API at, for DescribeRegions; derived when empty.");
    public static final Setting<String> WALRUS_URL = Setting.text(
            "WALRUS_URL",
            "",
            "http URL at which nodes reach Walrus to download images; the registered one when empty.");
    public static final Setting<Integer> CLC_ADDRESSES_PER_ACCOUNT = Setting.number(
            "CLC_ADDRESSES_PER_ACCOUNT",
            1000,
            0,
            AddressRanges.MAX_SIZE,
            "Elastic addresses (of VNET_PUBLICIPS) one account may have.");
    public static final Setting<Integer> CLC_VOLUMES_PER_ACCOUNT =
            Setting.number("CLC_VOLUMES_PER_ACCOUNT", 5_000, 0, 1_000_000, "Volumes one account may have.");
    public static final Setting<Integer> CLC_VOLUME_GIB_PER_ACCOUNT = Setting.number(
            "CLC_VOLUME_GIB_PER_ACCOUNT",
            102_400,
            0,
            Integer.MAX_VALUE,
            "GiB that all volumes of one account may have together.");
    public static final Setting<Integer> CLC_SNAPSHOTS_PER_ACCOUNT =
            Setting.number("CLC_SNAPSHOTS_PER_ACCOUNT", 10_000, 0, 1_000_000, "Snapshots one account may have.");

    /** Which instances get a config drive: a disk with their metadata, user data and key. */
    public enum ConfigDrives {
        /** All where there is no metadata service (modes STATIC and SYSTEM); else those launched with the tag jarrah:config-drive. */
        AUTO,
        ALWAYS,
        NEVER
    }

    public static final Setting<ConfigDrives> CONFIG_DRIVE = Setting.choice(
            "CONFIG_DRIVE",
            ConfigDrives.AUTO,
            ConfigDrives.class,
            "Which instances get a disk with their metadata and user data: ALWAYS, NEVER, or AUTO for those without a metadata service and those launched with the tag jarrah:config-drive.");

    private ClcSettings() {}
}
