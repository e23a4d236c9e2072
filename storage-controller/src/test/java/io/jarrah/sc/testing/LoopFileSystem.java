package io.jarrah.sc.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A file system in a file, mounted at a directory until it is closed. Needs root, and the program that makes it. */
public final class LoopFileSystem {
    private static final long MIB = 1L << 20;

    /** What is made. */
    public enum Kind {
        /** Clones files. */
        XFS(1024, "mkfs.xfs -q -m reflink=1"),
        /** Does not, as XFS from before 2018. */
        XFS_WITHOUT_CLONES(1024, "mkfs.xfs -q -m reflink=0"),
        /** Clones files. */
        BTRFS(512, "mkfs.btrfs -q"),
        /** Does not. */
        EXT4(256, "mkfs.ext4 -q -F");

        private final long mib;
        private final String maker;

        Kind(long mib, String maker) {
            this.mib = mib;
            this.maker = maker;
        }

        private List<String> words() {
            return List.of(maker.split(" ", -1));
        }
    }

    private final Path image;
    private final Path directory;

    private LoopFileSystem(Path image, Path directory) {
        this.image = image;
        this.directory = directory;
    }

    /** Why there can be none here; empty when there can. */
    public static Optional<String> hindrance(Kind kind) {
        String program = kind.words().getFirst();
        boolean there = Stream.of("/usr/sbin", "/sbin", "/usr/bin")
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
        if (!there) {
            return Optional.of(program + " is not installed here");
        }
        return Files.isWritable(Path.of("/dev/loop-control"))
                ? Optional.empty()
                : Optional.of("loop devices cannot be made here");
    }

    /**
     * Makes and mounts it.
     *
     * @param directory where it is mounted, made when it is not there; its image lies beside it
     */
    public static LoopFileSystem mount(Kind kind, Path directory) throws IOException, InterruptedException {
        Path image = directory.resolveSibling(directory.getFileName() + ".img");
        Files.createDirectories(directory);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(kind.mib * MIB);
        }
        run(Stream.concat(kind.words().stream(), Stream.of(image.toString())).toList());
        run(List.of("mount", "-o", "loop", image.toString(), directory.toString()));
        return new LoopFileSystem(image, directory);
    }

    /** Unmounts it; nothing is left. */
    public void close() throws IOException, InterruptedException {
        try {
            run(List.of("umount", directory.toString()));
        } catch (IOException e) {
            // A test that left a file open has failed, but leaves no mount.
            run(List.of("umount", "--lazy", directory.toString()));
            throw e;
        } finally {
            Files.delete(image);
        }
    }

    private static void run(List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true);
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, sbin) -> path + ":" + sbin);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", arguments) + " failed: " + output);
        }
    }
}
