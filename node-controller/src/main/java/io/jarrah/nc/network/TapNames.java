package io.jarrah.nc.network;

import io.jarrah.common.id.InstanceId;

/** Names of the host's ends of instances' network interfaces. */
public final class TapNames {
    private static final String PREFIX = "jt";
    private static final int DIGITS = 13;

    private TapNames() {}

    /** At most 15 characters, the kernel's limit: the last 52 bits of the id. */
    public static String of(InstanceId id) {
        String value = id.value();
        return PREFIX + value.substring(value.length() - DIGITS);
    }
}
