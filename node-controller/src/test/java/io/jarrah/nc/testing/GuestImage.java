package io.jarrah.nc.testing;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.ProcessCommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The small guest that tools/image builds: kernel, ramdisk and root file system, or one disk. */
public record GuestImage(Path kernel, Path ramdisk, Path root, Path disk) {
    /** What the guest writes to its console once it is up. */
    public static final String UP = "jarrah-guest: up after";

    /** Built when it is not there. */
    public static GuestImage get() {
        Path project = Path.of("..").toAbsolutePath().normalize();
        String run = System.getenv("JARRAH_RUN");
        Path directory = (run == null ? project.resolve("run") : Path.of(run)).resolve("image");
        if (!Files.exists(directory.resolve("disk.qcow2"))) {
            new ProcessCommandRunner()
                    .run(Command.of(project.resolve("tools/image").toString()).withTimeout(Duration.ofMinutes(5)));
        }
        return new GuestImage(
                directory.resolve("vmlinuz"),
                directory.resolve("initrd.gz"),
                directory.resolve("root.ext4"),
                directory.resolve("disk.qcow2"));
    }
}
