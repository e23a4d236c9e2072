package io.jarrah.common.os;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs real processes with {@code LC_ALL=C}, so that what they say can be parsed. */
public final class ProcessCommandRunner implements CommandRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessCommandRunner.class);
    private static final int STDOUT_LIMIT = 16 << 20;
    private static final int STDERR_LIMIT = 1 << 20;

    @Override
    public CommandResult run(Command command) {
        LOG.debug("run {}", command);
        Process process = start(command);
        FutureTask<String> stdout = reader(process.getInputStream(), STDOUT_LIMIT);
        FutureTask<String> stderr = reader(process.getErrorStream(), STDERR_LIMIT);
        Thread.ofVirtual().start(() -> feed(process, command));
        try {
            if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw CommandFailedException.timedOut(command, tail(stderr));
            }
            CommandResult result = new CommandResult(process.exitValue(), stdout.get(), stderr.get());
            if (!command.okExitCodes().contains(result.exitCode())) {
                throw CommandFailedException.exited(
                        command, result.exitCode(), result.stderr().isBlank() ? result.stdout() : result.stderr());
            }
            return result;
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw CommandFailedException.interrupted(command, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot read what \"" + command + "\" wrote", e.getCause());
        }
    }

    private static Process start(Command command) {
        ProcessBuilder builder = new ProcessBuilder(command.argv());
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException e) {
            throw CommandFailedException.notStarted(command, e);
        }
    }

    private static FutureTask<String> reader(InputStream stream, int limit) {
        FutureTask<String> task = new FutureTask<>(() -> readUpTo(stream, limit));
        Thread.ofVirtual().start(task);
        return task;
    }

    private static String readUpTo(InputStream stream, int limit) throws IOException {
        try (stream) {
            byte[] bytes = stream.readNBytes(limit);
            stream.transferTo(OutputStream.nullOutputStream());
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static void feed(Process process, Command command) {
        try (OutputStream out = process.getOutputStream()) {
            if (command.stdin().isPresent()) {
                out.write(command.stdin().get());
            }
        } catch (IOException e) {
            // A process may end without reading all of its input; its exit code tells whether that was a failure.
            LOG.debug("\"{}\" did not read all of its input", command, e);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String tail(FutureTask<String> stream) throws InterruptedException {
        try {
            return stream.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.debug("no standard error to report", e);
            return "";
        }
    }
}
