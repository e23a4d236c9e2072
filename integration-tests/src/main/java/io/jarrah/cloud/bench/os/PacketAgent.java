package io.jarrah.cloud.bench.os;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The script that sends and answers packets for the benchmark, in a network namespace; one line a question, one an answer. */
public final class PacketAgent implements AutoCloseable {
    private static final String PYTHON = "python3";

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    /** Starts the script there. */
    public PacketAgent(Namespace namespace, Path script) {
        try {
            this.process = new ProcessBuilder(namespace.inside(List.of(PYTHON, "-u", script.toString())))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + PYTHON, e);
        }
        this.commands = process.outputWriter(StandardCharsets.US_ASCII);
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    /** Says that and waits for the answer. */
    public String ask(String question) {
        say(question);
        return answer();
    }

    /** Says that; the answer is to be fetched by {@link #answer}. */
    public void say(String question) {
        try {
            commands.write(question + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("\"" + question + "\" cannot be said", e);
        }
    }

    /** The next answer. */
    public String answer() {
        try {
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("the packet script ended");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("no answer of the packet script", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
