package io.jarrah.sc.backend;

import io.jarrah.common.id.ResourceIds;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.state.DurableFiles;
import io.jarrah.sc.backend.BackendException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Volumes as sparse files, {@code vol-….raw}, in one directory. A file gets its name when it has its size, so one that is there is whole.
 * What was never written takes no room and reads as zeros: nobody sees what somebody else had before.
 *
 * <p>A marker in the directory tells it from the empty one that is left when its file system is not mounted.
 */
public final class FileBackend implements BlockBackend {
    private static final Logger LOG = LoggerFactory.getLogger(FileBackend.class);
    private static final String SUFFIX = ".raw";
    private static final String UNFINISHED = SUFFIX + ".tmp";
    /** Of the file system, where the directory is one of its own. */
    private static final String LOST_AND_FOUND = "lost+found";

    private static final String MARKER = ".jarrah-volumes";
    private static final String MARKER_TEXT =
            "Jarrah keeps volumes here. Without this file it takes the directory for another one.\n";

    private static final Set<String> NO_STRANGERS = Set.of(LOST_AND_FOUND, MARKER);

    private final Path directory;

    /** Volumes in that directory, which is made when it is not there. */
    public FileBackend(Path directory) {
        this.directory = directory;
    }

    @Override
    public void open(boolean used) throws BackendException {
        try {
            Files.createDirectories(directory);
            if (!used) {
                mark();
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".*" + UNFINISHED)) {
                for (Path file : files) {
                    if (isVolume(nameOf(file).substring(1), UNFINISHED)) {
                        LOG.info("removing {}, which was not finished", file);
                        DurableFiles.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw failed("the directory of volumes " + directory + " cannot be made ready; check VOLUME_PATH", e);
        }
    }

    private void mark() throws IOException {
        if (!Files.exists(marker())) {
            DurableFiles.replace(marker(), MARKER_TEXT.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Path marker() {
        return directory.resolve(MARKER);
    }

    /** A directory from before there were markers gets one when it has volumes. */
    private void requireMarked() throws BackendException {
        if (Files.exists(marker())) {
            return;
        }
        if (names().stream().noneMatch(name -> isVolume(name, SUFFIX))) {
            throw new BackendException(
                    Kind.FAILED,
                    "there are volumes, but no trace of them in " + directory
                            + ": is the file system of VOLUME_PATH mounted? If all are lost, make an empty file "
                            + marker());
        }
        try {
            mark();
        } catch (IOException e) {
            throw failed(marker() + " cannot be made", e);
        }
    }

    @Override
    public Space space() throws BackendException {
        requireMarked();
        if (!Files.isWritable(directory)) {
            throw new BackendException(
                    Kind.FAILED, directory + " is not a directory that can be written; check VOLUME_PATH");
        }
        try {
            FileStore store = Files.getFileStore(directory);
            return new Space(store.getTotalSpace(), store.getUsableSpace());
        } catch (IOException e) {
            throw failed("the file system of " + directory + " cannot be asked for its space", e);
        }
    }

    @Override
    public Set<VolumeId> volumes() throws BackendException {
        requireMarked();
        Set<VolumeId> volumes = new TreeSet<>();
        for (String name : names()) {
            if (isVolume(name, SUFFIX)) {
                volumes.add(new VolumeId(name.substring(0, name.length() - SUFFIX.length())));
            }
        }
        return volumes;
    }

    @Override
    public Set<String> strangers() throws BackendException {
        requireMarked();
        Set<String> strangers = new TreeSet<>();
        for (String name : names()) {
            boolean ours = isVolume(name, SUFFIX) || (name.startsWith(".") && isVolume(name.substring(1), UNFINISHED));
            if (!ours && !NO_STRANGERS.contains(name)) {
                strangers.add(name);
            }
        }
        return strangers;
    }

    private Set<String> names() throws BackendException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            files.forEach(file -> names.add(nameOf(file)));
            return names;
        } catch (IOException e) {
            throw failed("the directory of volumes " + directory + " cannot be read; check VOLUME_PATH", e);
        }
    }

    @Override
    public OptionalLong size(VolumeId volume) throws BackendException {
        try {
            return OptionalLong.of(Files.size(device(volume)));
        } catch (NoSuchFileException e) {
            LOG.trace("no {}", volume, e);
            requireMarked();
            return OptionalLong.empty();
        } catch (IOException e) {
            throw failed(device(volume) + " cannot be looked at", e);
        }
    }

    @Override
    public void create(VolumeId volume, long bytes) throws BackendException {
        OptionalLong size = size(volume);
        if (size.isPresent()) {
            requireSize(volume, size.getAsLong(), bytes);
            return;
        }
        Path unfinished = directory.resolve("." + volume + UNFINISHED);
        try {
            Files.deleteIfExists(unfinished);
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            setLength(unfinished, bytes);
            Files.move(unfinished, device(volume), StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncDirectory(directory);
        } catch (IOException e) {
            remove(unfinished);
            throw tooLarge(e)
                    ? new BackendException(
                            Kind.IMPOSSIBLE, "the file system of volumes has no files of " + bytes + " bytes", e)
                    : failed(device(volume) + " cannot be made", e);
        }
    }

    private static void requireSize(VolumeId volume, long is, long wanted) throws BackendException {
        if (is != wanted) {
            throw new BackendException(
                    Kind.FAILED, volume + " is there already, with " + is + " bytes instead of " + wanted);
        }
    }

    @Override
    public void grow(VolumeId volume, long bytes) throws BackendException {
        long size = size(volume)
                .orElseThrow(() -> new BackendException(Kind.FAILED, device(volume) + " is not there and cannot grow"));
        if (size > bytes) {
            requireSize(volume, size, bytes);
        }
        try {
            if (size < bytes) {
                setLength(device(volume), bytes);
            }
        } catch (IOException e) {
            throw tooLarge(e)
                    ? new BackendException(
                            Kind.IMPOSSIBLE, "the file system of volumes has no files of " + bytes + " bytes", e)
                    : failed(device(volume) + " cannot be made larger", e);
        }
    }

    @Override
    public void delete(VolumeId volume) throws BackendException {
        requireMarked();
        try {
            DurableFiles.delete(device(volume));
        } catch (IOException e) {
            throw failed(device(volume) + " cannot be removed", e);
        }
    }

    @Override
    public Path device(VolumeId volume) {
        return directory.resolve(volume + SUFFIX);
    }

    private static void setLength(Path file, long bytes) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(bytes);
            access.getChannel().force(true);
        }
    }

    /** Java has no type for EFBIG, only its text; {@code jarrah-service} sees to that it is in English. */
    private static boolean tooLarge(IOException e) {
        return String.valueOf(e.getMessage()).contains("File too large");
    }

    private static void remove(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            LOG.warn("{} cannot be removed; that is tried again at the next start", unfinished, e);
        }
    }

    private static boolean isVolume(String name, String suffix) {
        return name.endsWith(suffix)
                && ResourceIds.isLongId(VolumeId.PREFIX, name.substring(0, name.length() - suffix.length()));
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static BackendException failed(String what, IOException e) {
        return new BackendException(Kind.FAILED, what + ": " + e, e);
    }
}
