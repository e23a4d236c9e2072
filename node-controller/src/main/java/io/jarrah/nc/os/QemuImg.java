package io.jarrah.nc.os;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;

/** The {@code qemu-img} program: what a disk image is, new overlays on one, and whether a remote disk can be opened. */
public final class QemuImg {
    private static final String PROGRAM = "/usr/bin/qemu-img";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOGIN = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommandRunner runner;

    public QemuImg(CommandRunner runner) {
        this.runner = runner;
    }

    /**
     * What an image file says about itself.
     *
     * @param virtualSize bytes a guest sees
     * @param refersToOtherFiles whether reading it opens other files: a backing file, an external data file. Such an
     *     image from a stranger would read the host's own files into a guest.
     */
    public record Info(long virtualSize, boolean refersToOtherFiles) {}

    /**
     * Reads an image's header.
     *
     * @param format raw or qcow2; the content is never asked what it is
     * @throws CommandFailedException when the file is not of that format
     */
    public Info info(Path image, String format) {
        return parseInfo(runner.run(Command.of(PROGRAM, "info", "--output=json", "-f", format, image.toString())
                        .withTimeout(LIMIT))
                .stdout());
    }

    /**
     * Makes a qcow2 file that shows the base and takes all writes.
     *
     * @param sizeBytes bytes the guest sees, at least the base's
     */
    public void createOverlay(Path overlay, Path base, String baseFormat, long sizeBytes) {
        runner.run(Command.of(
                        PROGRAM,
                        "create",
                        "-q",
                        "-f",
                        "qcow2",
                        "-F",
                        baseFormat,
                        "-b",
                        base.toString(),
                        overlay.toString(),
                        Long.toString(sizeBytes))
                .withTimeout(LIMIT));
    }

    /**
     * Opens a disk that is not a file, and says how large it is.
     *
     * @param options what QEMU calls image options, with everything but the secret
     * @param secret what to log in with, sent to the program on its standard input; empty for none
     * @return bytes
     * @throws CommandFailedException when it cannot be opened, within 10 s
     */
    public long capacity(String options, String secret) {
        Command command = secret.isEmpty()
                ? Command.of(PROGRAM, "info", "--output=json", "--image-opts", options)
                : Command.of(
                                PROGRAM,
                                "info",
                                "--output=json",
                                "--object",
                                "secret,id=secret0,format=raw,file=/dev/stdin",
                                "--image-opts",
                                options + ",password-secret=secret0")
                        .withStdin(secret);
        return parseInfo(runner.run(command.withTimeout(LOGIN)).stdout()).virtualSize();
    }

    static Info parseInfo(String json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("qemu-img answered something that is not JSON", e);
        }
        boolean refers = node.has("backing-filename")
                || node.has("full-backing-filename")
                || node.path("format-specific").path("data").has("data-file");
        return new Info(node.path("virtual-size").asLong(), refers);
    }
}
