package io.jarrah.common.id;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A machine, kernel or ramdisk image.
 *
 * @param value ami-, aki- or ari- and 17 lower-case hex digits
 */
public record ImageId(String value) implements Comparable<ImageId> {
    /** What an image holds; its id says so. */
    public enum Kind {
        /** A root file system or a full disk. */
        AMI,
        /** A Linux kernel. */
        AKI,
        /** An initial ramdisk. */
        ARI;

        String prefix() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ImageId {
        ResourceIds.requireLongId(kindOf(value).prefix(), value);
    }

    /** A fresh id of that kind. */
    public static ImageId random(Kind kind, RandomGenerator random) {
        return new ImageId(ResourceIds.random(kind.prefix(), random));
    }

    /** Which kind of image the id names. */
    public Kind kind() {
        return kindOf(value);
    }

    private static Kind kindOf(String value) {
        for (Kind kind : Kind.values()) {
            if (value.startsWith(kind.prefix() + "-")) {
                return kind;
            }
        }
        throw new IllegalArgumentException("not an image id: \"" + value + "\"");
    }

    @Override
    public int compareTo(ImageId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
