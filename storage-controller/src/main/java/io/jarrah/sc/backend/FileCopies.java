package io.jarrah.sc.backend;

import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.sc.backend.BackendException.Kind;
import io.jarrah.sc.os.CopyCommand;
import io.jarrah.sc.os.StatCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files of one directory as other files of it: clones where the file system has them, else copies. */
final class FileCopies {
    private static final String PROBE = ".jarrah-probe";
    private static final String PROBE_CLONE = ".jarrah-probe-clone";
    private static final int PROBE_BYTES = 4096;
    /** Of ENOSPC and EDQUOT. */
    private static final List<String> FULL = List.of("No space left on device", "Disk quota exceeded");
    /** Another file system may have been mounted. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** What a crash may leave, which is written over. */
    static final Set<String> OWN_FILES = Set.of(PROBE, PROBE_CLONE);

    private record Probed(boolean clones, long at) {
        boolean fresh() {
            return System.nanoTime() - at < FRESH.toNanos();
        }
    }

    private final Path directory;
    private final CopyCommand cp;
    private final StatCommand stat;
    private Optional<Probed> probed = Optional.empty();

    FileCopies(Path directory, CommandRunner runner) {
        this.directory = directory;
        this.cp = new CopyCommand(runner);
        this.stat = new StatCommand(runner);
    }

    /** Whether the file system has clones, by trying it. */
    synchronized boolean clones() throws IOException, BackendException, InterruptedException {
        Optional<Probed> known = probed.filter(Probed::fresh);
        if (known.isPresent()) {
            return known.get().clones();
        }
        Path from = directory.resolve(PROBE);
        Path to = directory.resolve(PROBE_CLONE);
        try {
            Files.write(from, new byte[PROBE_BYTES]);
            boolean clones = cp.reflink(from, to);
            probed = Optional.of(new Probed(clones, System.nanoTime()));
            return clones;
        } catch (CommandFailedException e) {
            throw failed(e);
        } finally {
            Files.deleteIfExists(from);
            Files.deleteIfExists(to);
        }
    }

    /** Makes the content of a file that of another, which is there. */
    void copy(Path from, Path to) throws IOException, BackendException, InterruptedException {
        try {
            if (clones()) {
                if (!cp.reflink(from, to)) {
                    throw new BackendException(
                            Kind.FAILED, "the file system of " + directory + " can clone files, but not " + from);
                }
                return;
            }
            requireRoom(from);
            cp.sparse(from, to);
        } catch (CommandFailedException e) {
            throw failed(e);
        }
    }

    /** Before it takes the last room from guests that write. */
    private void requireRoom(Path from) throws IOException, BackendException {
        long needed = stat.allocatedBytes(from);
        long free = Files.getFileStore(directory).getUsableSpace();
        if (needed > free) {
            throw new BackendException(
                    Kind.FULL,
                    "a copy takes " + megabytes(needed) + ", but the file system of VOLUME_PATH has only "
                            + megabytes(free) + " free");
        }
    }

    private static String megabytes(long bytes) {
        return bytes / (1L << 20) + " MiB";
    }

    /** Whether a program or the kernel said that there is no room. */
    static boolean full(String said) {
        return FULL.stream().anyMatch(said::contains);
    }

    private static BackendException failed(CommandFailedException e) {
        return full(e.stderr())
                ? new BackendException(Kind.FULL, "the file system of VOLUME_PATH is full: " + e.getMessage(), e)
                : new BackendException(Kind.FAILED, String.valueOf(e.getMessage()), e);
    }
}
