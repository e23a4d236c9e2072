package io.jarrah.tools.bench.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A shell in a guest, by ssh. */
public final class GuestShell {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final CommandRunner runner;
    private final List<String> ssh;

    /** @param ssh program and arguments that run the argument after them in the guest's shell */
    public GuestShell(CommandRunner runner, List<String> ssh) {
        this.runner = runner;
        this.ssh = List.copyOf(ssh);
    }

    /** What the script wrote. */
    public String run(String script) {
        return runner.run(Command.of(argv(script)).withTimeout(LIMIT)).stdout();
    }

    /** Starts a script that writes a line when it is ready for something, and another one when that has come. */
    public Watch watch(String script) throws IOException {
        return new Watch(new ProcessBuilder(argv(script))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private List<String> argv(String script) {
        List<String> argv = new ArrayList<>(ssh);
        argv.add(script);
        return argv;
    }

    /** A script that waits in the guest. */
    public static final class Watch implements AutoCloseable {
        private final Process process;
        private final BufferedReader lines;

        private Watch(Process process) {
            this.process = process;
            this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Returns when the script has written its next line. */
        public void await() throws IOException {
            if (lines.readLine() == null) {
                throw new IOException("the script in the guest ended early");
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
