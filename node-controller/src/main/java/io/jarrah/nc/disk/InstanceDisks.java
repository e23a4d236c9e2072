package io.jarrah.nc.disk;

import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.id.InstanceId;
import io.jarrah.nc.disk.StagingException.Remedy;
import io.jarrah.nc.image.ImageException;
import io.jarrah.nc.image.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** The files of instances: what they boot from, and what their consoles say. */
public final class InstanceDisks {
    private static final String DISK = "disk.qcow2";
    private static final String CONSOLE = "console.log";
    private static final String CONFIG = "config.iso";

    private final InstanceDirectories directories;
    private final ImageStore images;
    private final DiskMaker maker;
    private final ConfigDriveMaker configDrives;

    public InstanceDisks(
            InstanceDirectories directories, ImageStore images, DiskMaker maker, ConfigDriveMaker configDrives) {
        this.directories = directories;
        this.images = images;
        this.maker = maker;
        this.configDrives = configDrives;
    }

    /**
     * Paths for the domain.
     *
     * @param disk qcow2
     * @param configDrive read-only disk with its metadata and user data
     * @param kernel of a kernel + ramdisk + root image
     * @param ramdisk only with a kernel
     * @param consoleLog serial console
     */
    public record BootFiles(
            Path disk, Optional<Path> configDrive, Optional<Path> kernel, Optional<Path> ramdisk, Path consoleLog) {}

    /** What is there now; costs a few looks at the file system. */
    public FilesPresent present(InstanceSpec spec) {
        boolean disk = Files.exists(directories.of(spec.id()).resolve(DISK));
        boolean whole = images.holds(spec.images().root())
                && spec.images().kernel().map(images::holds).orElse(true)
                && spec.images().ramdisk().map(images::holds).orElse(true);
        boolean config = spec.configDrive().isEmpty()
                || Files.exists(directories.of(spec.id()).resolve(CONFIG));
        return new FilesPresent(disk, whole, config);
    }

    /**
     * Fetches images and makes the disk; returns when the instance can boot. What is there already is kept, above all
     * the disk. May take as long as a download; ends early when its thread is interrupted.
     */
    public void prepare(InstanceSpec spec) throws StagingException, InterruptedException {
        try {
            Path base = images.fetch(spec.images().root());
            for (Optional<ImageSource> extra :
                    List.of(spec.images().kernel(), spec.images().ramdisk())) {
                if (extra.isPresent()) {
                    images.fetch(extra.get());
                }
            }
            Path directory = directories.create(spec.id());
            console(spec.id()).create();
            Path disk = directory.resolve(DISK);
            if (!Files.exists(disk)) {
                Path temporary = directory.resolve(DISK + ".tmp");
                Files.deleteIfExists(temporary);
                maker.make(spec, base, temporary);
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
                Files.move(temporary, disk, StandardCopyOption.ATOMIC_MOVE);
            }
            Path config = directory.resolve(CONFIG);
            if (!spec.configDrive().isEmpty() && !Files.exists(config)) {
                Path temporary = directory.resolve(CONFIG + ".tmp");
                Files.deleteIfExists(temporary);
                createPrivate(temporary);
                configDrives.make(spec.configDrive(), temporary);
                Files.move(temporary, config, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (ImageException e) {
            throw new StagingException(remedy(e.kind()), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new StagingException(
                    Remedy.TRY_AGAIN, "cannot write the files of " + spec.id() + ": " + e.getMessage(), e);
        }
    }

    /** Where the files are or will be. */
    public BootFiles files(InstanceSpec spec) {
        Path directory = directories.of(spec.id());
        return new BootFiles(
                directory.resolve(DISK),
                spec.configDrive().isEmpty() ? Optional.empty() : Optional.of(directory.resolve(CONFIG)),
                spec.images().kernel().map(images::path),
                spec.images().ramdisk().map(images::path),
                directory.resolve(CONSOLE));
    }

    /** The instance's console log, which may not exist yet. */
    public ConsoleLog console(InstanceId id) {
        return new ConsoleLog(directories.of(id).resolve(CONSOLE));
    }

    /** Deletes all files of the instance; harmless when there are none. Cached images stay. */
    public void remove(InstanceId id) throws IOException {
        directories.delete(id);
    }

    /** Whether any file of the instance is there. */
    public boolean exists(InstanceId id) {
        return Files.exists(directories.of(id));
    }

    /** Size of the file system of the instances' disks, in GiB. */
    public int capacityGib() {
        return directories.capacityGib();
    }

    /** Makes an empty file that only its owner can read: it will hold a user's secrets. */
    static void createPrivate(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static Remedy remedy(ImageException.Kind kind) {
        return switch (kind) {
            case REFUSED -> Remedy.FRESH_URLS;
            case UNAVAILABLE, NO_SPACE -> Remedy.TRY_AGAIN;
            case CORRUPT -> Remedy.NONE;
        };
    }
}
