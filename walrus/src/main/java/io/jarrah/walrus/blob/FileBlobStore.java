package io.jarrah.walrus.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Blobs as files: {@code incoming/ID} while written, {@code blobs/xx/ID} once sealed, xx the first two digits of the id.
 * Sealing is fsync of the file, rename, fsync of the directory. {@code incoming} is emptied when the store is opened; one
 * process owns the directory, a lock on {@code lock} sees to it.
 */
public final class FileBlobStore implements BlobStore, AutoCloseable {
    private static final int PARTITIONS = 256;
    private static final long ROOM_CHECK_BYTES = 16L << 20;

    private final Path incoming;
    private final Path blobs;
    private final long reserveBytes;
    private final RandomGenerator random;
    private final FileChannel lockFile;
    /** Sealed, but not yet known to be referenced; hidden from {@link #list}. */
    private final Set<BlobId> undecided = ConcurrentHashMap.newKeySet();

    private FileBlobStore(Path root, long reserveBytes, RandomGenerator random, FileChannel lockFile) {
        this.incoming = root.resolve("incoming");
        this.blobs = root.resolve("blobs");
        this.reserveBytes = reserveBytes;
        this.random = random;
        this.lockFile = lockFile;
    }

    /**
     * Opens the store, making its directories when they are not there, and removes what an interrupted upload left in
     * {@code incoming}.
     *
     * @param reserveBytes how much of the file system must stay free, so that the metadata can still be written
     */
    public static FileBlobStore open(Path root, long reserveBytes, RandomGenerator random) throws IOException {
        Files.createDirectories(root);
        FileChannel lockFile = lock(root);
        FileBlobStore store = new FileBlobStore(root, reserveBytes, random, lockFile);
        boolean opened = false;
        try {
            store.prepare(root);
            opened = true;
            return store;
        } finally {
            if (!opened) {
                lockFile.close();
            }
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new IOException("this process has opened the object store " + root + " already", e);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new IOException("another process uses the object store " + root
                    + "; stop that Walrus or give this one its own directory");
        }
        return channel;
    }

    private void prepare(Path root) throws IOException {
        Files.createDirectories(incoming);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(incoming)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
        if (!Files.isDirectory(blobs.resolve(partitions().getLast()))) {
            for (String partition : partitions()) {
                Files.createDirectories(blobs.resolve(partition));
            }
            syncDirectory(blobs);
        }
        syncDirectory(root);
    }

    @Override
    public BlobWriter create(long expectedBytes) throws IOException {
        requireRoom(Math.max(expectedBytes, 0));
        BlobId id = BlobId.random(random);
        Path file = incoming.resolve(id.value());
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new Writer(id, file, channel);
        } catch (IOException e) {
            throw explain(e);
        }
    }

    @Override
    public BlobReader open(BlobId id) throws IOException {
        return new Reader(FileChannel.open(path(id), StandardOpenOption.READ));
    }

    @Override
    public boolean delete(BlobId id) throws IOException {
        return Files.deleteIfExists(path(id));
    }

    @Override
    public List<String> partitions() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(i -> HexFormat.of().toHexDigits((byte) i))
                .toList();
    }

    @Override
    public void list(String partition, int batch, Consumer<List<BlobId>> consumer) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(blobs.resolve(partition))) {
            List<BlobId> found = new ArrayList<>();
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (BlobId.isBlobId(name)) {
                    found.add(new BlobId(name));
                }
                if (found.size() >= batch) {
                    handOver(found, consumer);
                }
            }
            handOver(found, consumer);
        }
    }

    /** Looks at the undecided only after the listing: one that was decided in between has its row by now. */
    private void handOver(List<BlobId> found, Consumer<List<BlobId>> consumer) {
        List<BlobId> kept = found.stream().filter(id -> !undecided.contains(id)).toList();
        found.clear();
        if (!kept.isEmpty()) {
            consumer.accept(kept);
        }
    }

    /** Why an upload would be refused now; empty when there is room. */
    public Optional<String> problem() {
        try {
            requireRoom(0);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage() + "; delete objects or add space");
        }
    }

    /** Gives up the lock. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private Path path(BlobId id) {
        return directory(id).resolve(id.value());
    }

    private Path directory(BlobId id) {
        return blobs.resolve(id.value().substring(0, 2));
    }

    private void requireRoom(long bytes) throws IOException {
        long free = Files.getFileStore(incoming).getUsableSpace();
        if (free - bytes < reserveBytes) {
            throw new NoRoomException("the object store " + blobs.getParent() + " has " + free + " bytes free, " + bytes
                    + " are asked for, and " + reserveBytes + " must stay free");
        }
    }

    private IOException explain(IOException e) {
        String message = e.getMessage();
        boolean full = message != null && (message.contains("No space left") || message.contains("quota exceeded"));
        return full ? new NoRoomException("the object store " + blobs.getParent() + " is full", e) : e;
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private final class Writer implements BlobWriter {
        private final BlobId id;
        private final FileChannel channel;
        private Path file;
        private long sinceCheck;
        private boolean decided;

        Writer(BlobId id, Path file, FileChannel channel) {
            this.id = id;
            this.file = file;
            this.channel = channel;
        }

        @Override
        public BlobId id() {
            return id;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            sinceCheck += bytes.remaining();
            if (sinceCheck > ROOM_CHECK_BYTES) {
                requireRoom(0);
                sinceCheck = 0;
            }
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                throw explain(e);
            }
        }

        @Override
        public void seal() throws IOException {
            try {
                channel.force(true);
                channel.close();
                undecided.add(id);
                Path directory = directory(id);
                Path target = directory.resolve(id.value());
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
                file = target;
                syncDirectory(directory);
            } catch (IOException e) {
                throw explain(e);
            }
        }

        @Override
        public void keep() {
            decide();
        }

        @Override
        public void abandon() {
            decide();
        }

        private void decide() {
            decided = true;
            undecided.remove(id);
        }

        @Override
        public void close() {
            if (decided) {
                return;
            }
            try {
                channel.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // What is left lies in incoming (emptied at start-up) or is unreferenced (the sweep takes it).
                org.slf4j.LoggerFactory.getLogger(FileBlobStore.class)
                        .warn(
                                "could not remove the unfinished blob {}; it is removed at the next start or sweep",
                                file,
                                e);
            } finally {
                decide();
            }
        }
    }

    private static final class Reader implements BlobReader {
        private final FileChannel channel;

        Reader(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer buffer, long position) throws IOException {
            return channel.read(buffer, position);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
