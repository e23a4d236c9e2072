package io.jarrah.nc.image;

import io.jarrah.common.state.JsonStore;
import io.jarrah.nc.image.ImageException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache's files: NAME is an image, NAME.json says when it was proven (and, by its own time, when it was last used),
 * NAME.part is a download under way.
 */
final class CacheDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(CacheDirectory.class);
    private static final String META = ".json";
    private static final String PART = ".part";

    /** Kept free on the disk, for records and logs. */
    private static final long RESERVE = 64L << 20;

    private final Path path;
    private final long limit;

    /**
     * What a file looked like when its digest was found right.
     *
     * @param sizeBytes length
     * @param modifiedNanos modification time in ns since 1970
     */
    record Stamp(long sizeBytes, long modifiedNanos) {}

    CacheDirectory(Path path, long limit) {
        this.path = path;
        this.limit = limit;
    }

    void open() throws IOException {
        Files.createDirectories(path);
        // Others may pass through (QEMU may run as its own user) but not look around.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
    }

    Path entry(String name) {
        return path.resolve(name);
    }

    Path part(String name) {
        return path.resolve(name + PART);
    }

    /** Whether the entry is as it was when it was proven; costs two looks at the file system. */
    boolean isProven(String name, long sizeBytes) {
        try {
            Stamp stamp = meta(name).read().orElse(null);
            return stamp != null && stamp.sizeBytes() == sizeBytes && stamp.equals(stampOf(entry(name)));
        } catch (IOException e) {
            LOG.debug("no whole entry {}", name, e);
            return false;
        }
    }

    /** Like {@link #isProven}, but reads a file whose stamp does not fit; deletes one that is not the image. */
    boolean prove(String name, long sizeBytes, String sha256) throws IOException, InterruptedException {
        if (isProven(name, sizeBytes)) {
            return true;
        }
        if (!Files.exists(entry(name))) {
            return false;
        }
        if (Files.size(entry(name)) == sizeBytes) {
            MessageDigest digest = Sha256.begin();
            Sha256.add(digest, entry(name));
            if (HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
                meta(name).write(stampOf(entry(name)));
                return true;
            }
        }
        LOG.warn("the cached image {} is damaged; it is fetched again", name);
        delete(name);
        return false;
    }

    /** Turns a proven part file into the entry. */
    void commit(String name, long sizeBytes) throws IOException {
        Path part = part(name);
        if (Files.size(part) != sizeBytes) {
            throw new IOException(part + " has not " + sizeBytes + " bytes");
        }
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
        Files.move(part, entry(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
            directory.force(true);
        }
        meta(name).write(stampOf(entry(name)));
    }

    /** Notes that the entry is used now. */
    void touch(String name) {
        try {
            Files.setLastModifiedTime(path.resolve(name + META), FileTime.fromMillis(System.currentTimeMillis()));
        } catch (IOException e) {
            LOG.debug("cannot note the use of {}", name, e);
        }
    }

    /** Deletes unused entries, oldest use first, until that many more bytes fit under the limit and on the disk. */
    synchronized void makeRoom(String wanted, long bytes, Set<String> inUse) throws IOException, ImageException {
        List<Entry> entries = entries();
        long total = entries.stream().mapToLong(Entry::bytes).sum();
        long here = Files.exists(part(wanted)) ? Files.size(part(wanted)) : 0;
        for (Entry entry : entries) {
            if (total + bytes <= limit && free() >= bytes - here + RESERVE) {
                return;
            }
            if (!inUse.contains(entry.name()) && !entry.name().equals(wanted)) {
                LOG.info("evicting {} from the image cache", entry.name());
                delete(entry.name());
                total -= entry.bytes();
            }
        }
        if (free() < bytes - here + RESERVE) {
            throw new ImageException(
                    Kind.NO_SPACE, "the disk of " + path + " has no room for " + bytes + " bytes of image", null);
        }
        if (total + bytes > limit) {
            LOG.warn("images in use take more than NC_CACHE_SIZE ({} bytes); the cache grows past it", limit);
        }
    }

    private record Entry(String name, long bytes, Instant lastUse) {}

    /** Images and parts, oldest use first. */
    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                String fileName = String.valueOf(file.getFileName());
                if (fileName.contains(META)) {
                    continue;
                }
                String name =
                        fileName.endsWith(PART) ? fileName.substring(0, fileName.length() - PART.length()) : fileName;
                entries.add(new Entry(name, Files.size(file), lastUse(name, file)));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("a file went while the cache was listed", e);
        }
        entries.sort(Comparator.comparing(Entry::lastUse));
        return entries;
    }

    private Instant lastUse(String name, Path file) throws IOException {
        Path meta = path.resolve(name + META);
        return Files.getLastModifiedTime(Files.exists(meta) ? meta : file).toInstant();
    }

    private long free() throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    private void delete(String name) throws IOException {
        meta(name).delete();
        Files.deleteIfExists(entry(name));
        Files.deleteIfExists(part(name));
    }

    private JsonStore<Stamp> meta(String name) {
        return new JsonStore<>(path.resolve(name + META), Stamp.class);
    }

    private static Stamp stampOf(Path file) throws IOException {
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        return new Stamp(
                Files.size(file),
                Math.addExact(Math.multiplyExact(modified.getEpochSecond(), 1_000_000_000L), modified.getNano()));
    }
}
