package io.jarrah.nc.disk;

import io.jarrah.common.id.InstanceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** One flat directory for each instance, below one for all. */
public final class InstanceDirectories {
    private static final long GIB = 1L << 30;

    private final Path root;

    public InstanceDirectories(Path root) {
        this.root = root;
    }

    /** The instance's directory, which may not exist. */
    public Path of(InstanceId id) {
        return root.resolve(id.value());
    }

    /** Makes the instance's directory unless it is there. QEMU, which may run as its own user, can pass through. */
    public Path create(InstanceId id) throws IOException {
        Path directory = Files.createDirectories(of(id));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        return directory;
    }

    /** Deletes the instance's directory and the files in it; harmless when there is none. */
    public void delete(InstanceId id) throws IOException {
        Path directory = of(id);
        if (!Files.exists(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Files.deleteIfExists(directory);
    }

    /** Size of the file system, in GiB. */
    public int capacityGib() {
        try {
            Files.createDirectories(root);
            return (int) Math.min(Integer.MAX_VALUE, Files.getFileStore(root).getTotalSpace() / GIB);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot measure the file system of " + root, e);
        }
    }
}
