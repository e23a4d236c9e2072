package io.jarrah.walrus;

import io.jarrah.common.testing.Eventually;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts and kills a {@link CrashServer}. */
final class ChildWalrus implements AutoCloseable {
    private final Process process;
    private final URI uri;

    private ChildWalrus(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Starts one over that directory, in a mount namespace of its own with those shell commands run first. */
    static ChildWalrus start(Path scratch, Path directory, long reserve, Optional<String> mountFirst) throws Exception {
        Path portFile = Files.createTempDirectory(scratch, "port").resolve("port");
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CrashServer.class.getName(),
                directory.toString(),
                portFile.toString(),
                Long.toString(reserve));
        List<String> argv = new ArrayList<>();
        mountFirst.ifPresent(
                commands -> argv.addAll(List.of("unshare", "--mount", "sh", "-c", commands + " && exec \"$@\"", "sh")));
        argv.addAll(java);
        Path log = scratch.resolve("child-" + System.nanoTime() + ".log");
        Process process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean up = false;
        try {
            String uri = Eventually.get(Duration.ofMinutes(2), () -> {
                if (!process.isAlive()) {
                    throw new AssertionError("the child ended: " + Files.readString(log));
                }
                return Files.exists(portFile) ? Optional.of(Files.readString(portFile)) : Optional.empty();
            });
            up = true;
            return new ChildWalrus(process, URI.create(uri));
        } finally {
            if (!up) {
                process.destroyForcibly();
            }
        }
    }

    URI uri() {
        return uri;
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
