package io.jarrah.sc.backend;

import io.jarrah.common.id.ResourceIds;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.common.state.DurableFiles;
import io.jarrah.sc.backend.BackendException.Kind;
import io.jarrah.sc.os.CopyCommand;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Volumes as sparse files, {@code vol-….raw}, in one directory, and snapshots, {@code snap-….raw}, beside them, which nobody may write. A file gets its name when it has its size, and
 * its data, so one that is there is whole. What was never written takes no room and reads as zeros: nobody sees what somebody else had before.
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

    private static final Set<String> NO_STRANGERS = Stream.concat(
                    Stream.of(LOST_AND_FOUND, MARKER), FileCopies.OWN_FILES.stream())
            .collect(Collectors.toUnmodifiableSet());

    private static final String TO_WRITE = "rw-------";
    private static final String TO_READ = "r--------";

    private final Path directory;
    private final FileCopies copies;

    /** Volumes in that directory, which is made when it is not there. */
    public FileBackend(Path directory) {
        this(directory, new ProcessCommandRunner());
    }

    /**
     * @param runner of {@code cp} and {@code stat}
     */
    FileBackend(Path directory, CommandRunner runner) {
        this.directory = directory;
        this.copies = new FileCopies(directory, runner);
    }

    @Override
    public void open(boolean used) throws BackendException {
        try {
            Files.createDirectories(directory);
            if (!used) {
                mark();
            }
            CopyCommand.endLeft(directory);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".*" + UNFINISHED)) {
                for (Path file : files) {
                    if (isUnfinished(nameOf(file))) {
                        LOG.info("removing {}, which was not finished", file);
                        DurableFiles.delete(file);
                    }
                }
            }
            // One that was killed may have named a file and not come to this.
            DurableFiles.syncDirectory(directory);
        } catch (IOException e) {
            throw failed("the directory of volumes " + directory + " cannot be made ready; check VOLUME_PATH", e);
        }
        if (Files.exists(marker())) {
            tellWhetherItClones();
        }
    }

    private void tellWhetherItClones() {
        try {
            if (copies.clones()) {
                LOG.info(
                        "the file system of {} clones files: snapshots are taken while volumes are written", directory);
            } else {
                LOG.warn(
                        "the file system of {} does not clone files: snapshots are copies, and only of volumes that are"
                                + " not attached; XFS or btrfs at VOLUME_PATH would be better",
                        directory);
            }
        } catch (IOException | BackendException e) {
            LOG.warn("whether the file system of {} clones files cannot be tried now", directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
        if (names().stream().noneMatch(name -> isOurs(VolumeId.PREFIX, name, SUFFIX))) {
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
        return whole(VolumeId.PREFIX, VolumeId::new);
    }

    @Override
    public Set<SnapshotId> snapshots() throws BackendException {
        return whole(SnapshotId.PREFIX, SnapshotId::new);
    }

    private <T> Set<T> whole(String prefix, Function<String, T> id) throws BackendException {
        requireMarked();
        return names().stream()
                .filter(name -> isOurs(prefix, name, SUFFIX))
                .map(name -> id.apply(name.substring(0, name.length() - SUFFIX.length())))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> strangers() throws BackendException {
        requireMarked();
        Set<String> strangers = new TreeSet<>();
        for (String name : names()) {
            boolean ours = isUnfinished(name)
                    || isOurs(VolumeId.PREFIX, name, SUFFIX)
                    || isOurs(SnapshotId.PREFIX, name, SUFFIX);
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
        return size(device(volume));
    }

    @Override
    public OptionalLong size(SnapshotId snapshot) throws BackendException {
        return size(file(snapshot));
    }

    private OptionalLong size(Path file) throws BackendException {
        try {
            return OptionalLong.of(Files.size(file));
        } catch (NoSuchFileException e) {
            LOG.trace("no {}", file, e);
            requireMarked();
            return OptionalLong.empty();
        } catch (IOException e) {
            throw failed(file + " cannot be looked at", e);
        }
    }

    @Override
    public void create(VolumeId volume, long bytes) throws BackendException {
        OptionalLong size = size(volume);
        if (size.isPresent()) {
            requireSize(volume, size.getAsLong(), bytes);
            return;
        }
        Path unfinished = unfinished(volume.value());
        try {
            empty(unfinished);
            setLength(unfinished, bytes);
            Files.move(unfinished, device(volume), StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncDirectory(directory);
        } catch (IOException e) {
            remove(unfinished);
            throw tooLarge(e) ? tooLarge(bytes, e) : failed(device(volume) + " cannot be made", e);
        }
    }

    private static void empty(Path unfinished) throws IOException {
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(TO_WRITE)));
    }

    @Override
    public boolean clones() throws BackendException, InterruptedException {
        requireMarked();
        try {
            return copies.clones();
        } catch (IOException e) {
            throw failed("whether the file system of " + directory + " can clone files cannot be tried", e);
        }
    }

    @Override
    public void snapshot(VolumeId volume, SnapshotId snapshot) throws BackendException, InterruptedException {
        if (size(snapshot).isPresent()) {
            return;
        }
        require(volume, size(volume));
        make(device(volume), snapshot.value(), OptionalLong.empty(), TO_READ);
    }

    @Override
    public void create(VolumeId volume, long bytes, SnapshotId source) throws BackendException, InterruptedException {
        OptionalLong size = size(volume);
        if (size.isPresent()) {
            requireSize(volume, size.getAsLong(), bytes);
            return;
        }
        long least = require(source, size(source));
        if (bytes < least) {
            throw new BackendException(
                    Kind.IMPOSSIBLE, source + " has " + least + " bytes, and " + volume + " would have " + bytes);
        }
        make(file(source), volume.value(), OptionalLong.of(bytes), TO_WRITE);
    }

    private static long require(Object id, OptionalLong size) throws BackendException {
        return size.orElseThrow(() -> new BackendException(Kind.FAILED, "the data of " + id + " are not there"));
    }

    /** Out of another file, whole or not at all. */
    private void make(Path from, String id, OptionalLong bytes, String mode)
            throws BackendException, InterruptedException {
        Path unfinished = unfinished(id);
        Path file = directory.resolve(id + SUFFIX);
        boolean whole = false;
        try {
            empty(unfinished);
            copies.copy(from, unfinished);
            if (bytes.isPresent()) {
                setLength(unfinished, bytes.getAsLong());
            }
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString(mode));
            sync(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncDirectory(directory);
            whole = true;
        } catch (ClosedByInterruptException e) {
            boolean unused = Thread.interrupted();
            throw (InterruptedException) new InterruptedException("making " + file + " was interrupted").initCause(e);
        } catch (IOException e) {
            if (bytes.isPresent() && tooLarge(e)) {
                throw tooLarge(bytes.getAsLong(), e);
            }
            throw failed(file + " cannot be made", e);
        } finally {
            if (!whole) {
                remove(unfinished);
                remove(file);
            }
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long copied(SnapshotId snapshot) {
        return length(unfinished(snapshot.value()));
    }

    @Override
    public long copied(VolumeId volume) {
        return length(unfinished(volume.value()));
    }

    /** It is written from its beginning to its end. */
    private static long length(Path unfinished) {
        try {
            return Files.size(unfinished);
        } catch (IOException e) {
            LOG.trace("{} is not being made", unfinished, e);
            return 0;
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
            throw tooLarge(e) ? tooLarge(bytes, e) : failed(device(volume) + " cannot be made larger", e);
        }
    }

    @Override
    public void delete(VolumeId volume) throws BackendException {
        delete(device(volume));
    }

    @Override
    public void delete(SnapshotId snapshot) throws BackendException {
        delete(file(snapshot));
    }

    private void delete(Path file) throws BackendException {
        requireMarked();
        try {
            DurableFiles.delete(file);
        } catch (IOException e) {
            throw failed(file + " cannot be removed", e);
        }
    }

    @Override
    public Path device(VolumeId volume) {
        return directory.resolve(volume + SUFFIX);
    }

    private Path file(SnapshotId snapshot) {
        return directory.resolve(snapshot + SUFFIX);
    }

    private Path unfinished(String id) {
        return directory.resolve("." + id + UNFINISHED);
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

    private static BackendException tooLarge(long bytes, IOException e) {
        return new BackendException(
                Kind.IMPOSSIBLE, "the file system of volumes has no files of " + bytes + " bytes", e);
    }

    private static void remove(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            LOG.warn("{} cannot be removed; that is tried again at the next start", unfinished, e);
        }
    }

    private static boolean isUnfinished(String name) {
        String id = name.startsWith(".") ? name.substring(1) : "";
        return isOurs(VolumeId.PREFIX, id, UNFINISHED) || isOurs(SnapshotId.PREFIX, id, UNFINISHED);
    }

    private static boolean isOurs(String prefix, String name, String suffix) {
        return name.endsWith(suffix)
                && ResourceIds.isLongId(prefix, name.substring(0, name.length() - suffix.length()));
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static BackendException failed(String what, IOException e) {
        Kind kind = FileCopies.full(String.valueOf(e.getMessage())) ? Kind.FULL : Kind.FAILED;
        return new BackendException(kind, what + ": " + e, e);
    }
}
