package io.jarrah.common.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Kernel settings below {@code /proc/sys}; those of the network are the ones of this process' network namespace. */
public final class KernelSettings {
    private final Path root;

    /**
     * Settings below that directory.
     *
     * @param root {@code /proc/sys}, or a stand-in
     */
    public KernelSettings(Path root) {
        this.root = root;
    }

    /**
     * Its value.
     *
     * @param name with slashes, such as {@code net/ipv4/ip_forward}
     * @return empty when this kernel has no such setting
     */
    public Optional<String> get(String name) {
        Path file = root.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /**
     * Sets it, unless it has the value already.
     *
     * @param name with slashes, such as {@code net/ipv4/ip_forward}
     * @return false when this kernel has no such setting
     */
    public boolean set(String name, String value) {
        Optional<String> now = get(name);
        if (now.isEmpty()) {
            return false;
        }
        try {
            if (!now.get().equals(value)) {
                Files.writeString(root.resolve(name), value + "\n", StandardCharsets.US_ASCII);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set " + name + " to " + value + "; that needs CAP_NET_ADMIN", e);
        }
    }
}
