package io.jarrah.walrus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs real S3 clients against a Walrus. */
final class Commands {
    private static final int TIMEOUT_SECONDS = 180;

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();

    /** What a command left. */
    record Outcome(int exit, String output) {}

    Commands(Path directory, String endpoint, String accessKey) {
        this.directory = directory;
        environment.put("HOME", directory.toString());
        environment.put("AWS_ACCESS_KEY_ID", accessKey);
        environment.put("AWS_SECRET_ACCESS_KEY", WalrusFixture.secret(accessKey));
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        environment.put("AWS_ENDPOINT_URL", endpoint);
        environment.put("AWS_PAGER", "");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_CONFIG_FILE", directory.resolve("none").toString());
    }

    /** The first of these programs that is there; fails naming the package when none is. */
    static String program(String debianPackage, String... candidates) {
        for (String candidate : candidates) {
            if (Files.isExecutable(Path.of(candidate))) {
                return candidate;
            }
        }
        throw new AssertionError("none of " + List.of(candidates) + " is installed; install the package "
                + debianPackage + " (tools/test does)");
    }

    /** The endpoint, for clients that do not know AWS_ENDPOINT_URL. */
    String endpoint() {
        return environment.getOrDefault("AWS_ENDPOINT_URL", "");
    }

    /** Runs it and demands success; returns what it printed. */
    String run(String... argv) throws IOException, InterruptedException {
        Outcome outcome = attempt(argv);
        assertThat(outcome.exit())
                .as("%s:%n%s", List.of(argv), outcome.output())
                .isZero();
        return outcome.output();
    }

    /** Runs it. */
    Outcome attempt(String... argv) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(argv));
        Path output = Files.createTempFile(directory, "out", ".txt");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(
                    words + " did not end within " + TIMEOUT_SECONDS + " s: " + Files.readString(output));
        }
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
