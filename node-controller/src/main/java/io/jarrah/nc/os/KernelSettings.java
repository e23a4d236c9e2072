package io.jarrah.nc.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Values under /proc/sys of the network namespace this process is in. */
public final class KernelSettings {
    private static final Logger LOG = LoggerFactory.getLogger(KernelSettings.class);

    private final Path root;

    /**
     * @param root normally /proc/sys
     */
    public KernelSettings(Path root) {
        this.root = root;
    }

    /** Sets the value unless it is so already. A setting the kernel does not have is left out and logged. */
    public void set(String name, String value) throws IOException {
        Path file = root.resolve(name);
        if (!Files.exists(file)) {
            LOG.debug("the kernel has no {}; nothing to set", file);
            return;
        }
        if (!Files.readString(file).strip().equals(value)) {
            Files.writeString(file, value + "\n");
        }
    }
}
