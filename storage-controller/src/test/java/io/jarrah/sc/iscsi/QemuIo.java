package io.jarrah.sc.iscsi;

import io.jarrah.common.contract.ChapCredential;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An initiator: qemu-io (package qemu-utils, with the iSCSI driver of qemu-block-extra) on one export, told what to do line by line. */
final class QemuIo {
    private static final int PROBES = 20;

    private final Process process;
    private final Writer commands;
    private final Thread reader;
    private final List<String> output = new CopyOnWriteArrayList<>();

    /**
     * @param begin commands that it does first, and at once
     */
    QemuIo(Path directory, VolumeExport export, String initiator, ChapCredential chap, List<String> begin)
            throws IOException {
        Path secret = Files.writeString(
                Files.createTempFile(directory, "secret", ""), chap.secret(), StandardCharsets.US_ASCII);
        List<String> arguments = new ArrayList<>(
                List.of("stdbuf", "-oL", "qemu-io", "--object", "secret,id=chap,file=" + secret, "--image-opts"));
        arguments.add("driver=iscsi,transport=tcp,portal=" + export.host() + ":" + export.port() + ",target="
                + export.target() + ",lun=" + export.lun() + ",user=" + chap.user()
                + ",password-secret=chap,initiator-name=" + initiator);
        begin.forEach(command -> arguments.addAll(List.of("-c", command)));
        process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
        commands = process.outputWriter(StandardCharsets.US_ASCII);
        reader = Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException e) {
            output.add(e.toString());
        }
    }

    /** Tells it, and does not wait for what comes of it. */
    void tell(String command) throws IOException {
        if (process.isAlive()) {
            commands.write(command + "\n");
            commands.flush();
        }
    }

    /** Returns once it said that. */
    void says(String said) throws Exception {
        Eventually.isTrue(() -> count(said) > 0);
    }

    /** Tells it, and returns once it said that. */
    void does(String command, String said) throws Exception {
        long before = count(said);
        tell(command);
        AtomicInteger probes = new AtomicInteger();
        Eventually.isTrue(() -> {
            // It takes a line each time that something comes, and leaves others lying that came with it.
            if (probes.incrementAndGet() % PROBES == 0) {
                tell("");
            }
            return count(said) > before || !process.isAlive();
        });
        if (count(said) == before) {
            throw new AssertionError(command + " ended with " + output);
        }
    }

    void writes(int pattern, String offset) throws Exception {
        does("write -P " + pattern + " " + offset + " 4k", "wrote 4096/4096");
        flushes();
    }

    /** It says nothing of that, so it is asked something else after. */
    void flushes() throws Exception {
        tell("flush");
        does("length", " GiB");
    }

    /** As it was when it logged in. */
    boolean seesGib(int gib) throws Exception {
        does("length", " GiB");
        return count(" " + gib + " GiB") > 0;
    }

    /** Whether that is what it reads. */
    boolean reads(int pattern, String offset) throws Exception {
        long failures = count("Pattern verification failed");
        does("read -P " + pattern + " " + offset + " 4k", "read 4096/4096");
        return count("Pattern verification failed") == failures;
    }

    /** How many lines hold that. */
    long count(String said) {
        return output.stream().filter(line -> line.contains(said)).count();
    }

    /** What it said when it could not even begin. */
    String refusal() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("was let in: " + output);
        }
        // Its last words may still be on their way when it has ended.
        reader.join();
        return String.join("\n", output);
    }

    /** Returns when it has done all that it was told at the beginning, and nothing went wrong. */
    void finishes() throws InterruptedException {
        int exit = process.waitFor();
        reader.join();
        if (exit != 0 || count("failed") > 0) {
            throw new AssertionError("ended with " + exit + ": " + output);
        }
    }

    void end() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
