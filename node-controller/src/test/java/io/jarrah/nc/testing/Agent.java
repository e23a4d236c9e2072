package io.jarrah.nc.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small Python program in a namespace that listens, connects, and sends frames of any kind on behalf of a guest. */
public final class Agent implements AutoCloseable {
    private static final Path SCRIPT = Path.of("src/test/resources/agent.py");

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private Agent(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.US_ASCII);
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    public static Agent in(NetworkNamespace namespace) {
        List<String> argv = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name()));
        argv.addAll(List.of("/usr/bin/python3", "-u", SCRIPT.toAbsolutePath().toString()));
        try {
            return new Agent(new ProcessBuilder(argv)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer; one that could not be given at all fails the test. */
    public String ask(String... words) {
        String command = String.join(" ", words);
        try {
            commands.write(command + "\n");
            commands.flush();
            String answer = answers.readLine();
            if (answer == null || answer.startsWith("error")) {
                throw new AssertionError("\"" + command + "\" was not carried out: " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("\"" + command + "\" got no answer", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
