package io.jarrah.common.config;

import java.math.BigDecimal;
import java.nio.file.Path;

/** Settings of the storage controller. */
public final class ScSettings {
    public static final Setting<Integer> SC_PORT = Setting.port("SC_PORT", 8776, "Port of the signed SOAP service.");
    public static final Setting<Integer> SC_OPS_PORT =
            Setting.port("SC_OPS_PORT", 18776, "Port of health and metrics.");
    public static final Setting<Path> VOLUME_PATH =
            Setting.path("VOLUME_PATH", "", "Directory of volumes; $EUCALYPTUS/volumes when empty.");
    public static final Setting<BigDecimal> VOLUME_OVERCOMMIT = Setting.decimal(
            "VOLUME_OVERCOMMIT",
            "1.0",
            "0.1",
            "100",
            "GiB of volumes for each GiB of their file system; volumes take room only when they are written.");
    public static final Setting<Integer> ISCSI_PORT = Setting.number(
            "ISCSI_PORT", 3260, 1, 65535, "Port on which volumes are exported, on the address of STORAGE_INTERFACE.");

    private ScSettings() {}
}
