package io.jarrah.clc.instancetype;

import java.util.regex.Pattern;

/**
 * What an instance of that type gets.
 *
 * @param name such as m1.small: lower-case letters, digits and hyphens around one dot, up to 63 characters
 * @param vcpus virtual processors, 1 to 512
 * @param memoryMib memory in MiB, 16 to 16777216
 * @param diskGib size of the root disk in GiB, 1 to 65536
 */
public record InstanceType(String name, int vcpus, int memoryMib, int diskGib) {
    private static final Pattern NAME = Pattern.compile("(?=.{3,63}$)[a-z0-9-]+\\.[a-z0-9-]+");

    public InstanceType {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("an instance type's name is like m1.small: \"" + name + "\"");
        }
        requireRange("vcpus", vcpus, 1, 512);
        requireRange("memoryMib", memoryMib, 16, 16_777_216);
        requireRange("diskGib", diskGib, 1, 65_536);
    }

    private static void requireRange(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " must be " + min + " to " + max + ", not " + value);
        }
    }
}
