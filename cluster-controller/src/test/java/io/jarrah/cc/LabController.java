package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.state.JsonStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link LabMain} in a network namespace, told what to do. */
final class LabController {
    private static final int SUBNET6 = 3;

    private final Path directory;
    private final String namespace;
    private final List<String> arguments;
    private Process process;
    private BufferedReader answers;

    /**
     * Nothing runs yet.
     *
     * @param directory its own
     * @param namespace as the system calls it
     * @param arguments those after the directory
     */
    LabController(Path directory, String namespace, List<String> arguments) {
        this.directory = directory;
        this.namespace = namespace;
        this.arguments = List.copyOf(arguments);
    }

    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                namespace,
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.net.preferIPv4Stack=" + arguments.get(SUBNET6).isEmpty(),
                "-cp",
                System.getProperty("java.class.path"),
                LabMain.class.getName(),
                directory.toString()));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("controller.log").toFile()))
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        awaitAnswer("LAB ready");
    }

    /** As kill -9 does; its children are left to themselves. */
    void kill() throws InterruptedException {
        process.descendants().filter(LabController::isJava).forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor();
    }

    private static boolean isJava(ProcessHandle handle) {
        return handle.info()
                .command()
                .filter(command -> command.endsWith("java"))
                .isPresent();
    }

    void apply(NetworkDocument document) throws IOException {
        Path file = directory.resolve("document.json");
        new JsonStore<>(file, NetworkDocument.class).write(document);
        tell("apply " + file);
    }

    void resync() throws IOException {
        tell("resync");
    }

    private void tell(String command) throws IOException {
        process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        awaitAnswer("LAB done");
    }

    private void awaitAnswer(String expected) throws IOException {
        String line = answers.readLine();
        while (line != null && !line.startsWith("LAB ")) {
            line = answers.readLine();
        }
        assertThat(line).as("see the controller's log:%n%s", log()).isEqualTo(expected);
    }

    /** What it wrote to its log so far. */
    String log() throws IOException {
        return Files.readString(directory.resolve("controller.log"));
    }

    /** Every command it ran so far, but for those of its lease. */
    List<String> commands() throws IOException {
        return Files.readAllLines(directory.resolve("commands.log"));
    }
}
