package io.jarrah.tools.bench.os;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import java.nio.file.Path;

/** qemu-img. */
public final class QemuImg {
    private final CommandRunner runner;

    public QemuImg(CommandRunner runner) {
        this.runner = runner;
    }

    /** Makes an overlay on the same image that the overlay {@code like} lies on. */
    public void overlayLike(Path like, Path overlay) {
        JsonNode info = info(like);
        runner.run(Command.of(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-F",
                info.path("backing-filename-format").asText("raw"),
                "-b",
                info.path("full-backing-filename").asText(),
                overlay.toString()));
    }

    private JsonNode info(Path image) {
        String json = runner.run(Command.of("qemu-img", "info", "-U", "--output=json", image.toString()))
                .stdout();
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("qemu-img info of " + image + " is not JSON: " + json, e);
        }
    }
}
