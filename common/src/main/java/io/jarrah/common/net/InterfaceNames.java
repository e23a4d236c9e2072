package io.jarrah.common.net;

import java.util.regex.Pattern;

/** Names of network interfaces. They go into command lines and rules as they are, so what passes here is a name and no more. */
public final class InterfaceNames {
    /** The kernel takes 15 bytes. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.-]{1,15}");

    private InterfaceNames() {}

    /**
     * Passes a name that an interface can have.
     *
     * @param setting where it comes from
     * @throws IllegalArgumentException naming the setting
     */
    public static void require(String setting, String name) {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(setting + " is not the name of a network interface: \"" + name + "\"");
        }
    }
}
