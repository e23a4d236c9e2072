package io.jarrah.common.config;

/** Settings of Walrus. */
public final class WalrusSettings {
    public static final Setting<String> WALRUS_BIND =
            Setting.text("WALRUS_BIND", "0.0.0.0", "Address on which S3 is served.");
    public static final Setting<Integer> WALRUS_PORT = Setting.port("WALRUS_PORT", 8780, "Port of S3.");
    public static final Setting<Integer> WALRUS_INTERNAL_PORT =
            Setting.port("WALRUS_INTERNAL_PORT", 8778, "Port of the signed SOAP service.");
    public static final Setting<Integer> WALRUS_OPS_PORT =
            Setting.port("WALRUS_OPS_PORT", 18780, "Port of health and metrics.");
    public static final Setting<String> WALRUS_DOMAIN = Setting.text(
            "WALRUS_DOMAIN", "", "Domain for virtual-host style bucket names (BUCKET.DOMAIN); none when empty.");

    public static final Setting<String> WALRUS_DB_URL = Setting.text(
            "WALRUS_DB_URL",
            "",
            "JDBC URL of Walrus' own PostgreSQL database (user and password as for DB_URL); the embedded HSQLDB when empty.");
    public static final Setting<Integer> WALRUS_RESERVE_MB = Setting.number(
            "WALRUS_RESERVE_MB",
            256,
            0,
            1 << 20,
            "MiB of the object store's file system that uploads leave free, so that the metadata can still be written.");

    private WalrusSettings() {}
}
