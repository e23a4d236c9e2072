package io.jarrah.common.config;

import java.nio.file.Path;

/** Settings of the storage controller. */
public final class ScSettings {
    public static final Setting<Integer> SC_PORT = Setting.port("SC_PORT", 8776, "Port of the signed SOAP service.");
    public static final Setting<Integer> SC_OPS_PORT =
            Setting.port("SC_OPS_PORT", 18776, "Port of health and metrics.");
    public static final Setting<Path> VOLUME_PATH =
            Setting.path("VOLUME_PATH", "", "Directory of volumes; $EUCALYPTUS/volumes when empty.");

    private ScSettings() {}
}
