package io.jarrah.sc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.ProcessTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code cp} of the GNU coreutils: makes what is in one file the content of another. Neither is on the disk for certain after. */
public final class CopyCommand {
    private static final Logger LOG = LoggerFactory.getLogger(CopyCommand.class);
    private static final String CP = "/usr/bin/cp";
    /** What is cached of the file is written first. */
    private static final Duration CLONE_LIMIT = Duration.ofMinutes(30);
    /** Longer than the largest volume takes on a slow disk. */
    private static final Duration COPY_LIMIT = Duration.ofDays(7);
    /** Of EOPNOTSUPP, ENOTTY, EXDEV and EINVAL. */
    private static final List<String> NO_CLONES = List.of(
            "Operation not supported",
            "Inappropriate ioctl for device",
            "Invalid cross-device link",
            "Invalid argument");

    private static final int BY_SIGNAL = 128;

    private final CommandRunner runner;

    public CopyCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /**
     * Lets both files share their blocks until one is written; the other sees no change. It is done at one moment, between two writes.
     *
     * @return false when the file system has no such thing; then nothing happened
     * @throws CommandFailedException when it failed otherwise
     * @throws InterruptedException also when somebody killed the program
     */
    public boolean reflink(Path from, Path to) throws InterruptedException {
        try {
            run("--reflink=always", from, to, CLONE_LIMIT);
            return true;
        } catch (CommandFailedException e) {
            if (NO_CLONES.stream().noneMatch(e.stderr()::contains)) {
                throw e;
            }
            LOG.debug("{} cannot be cloned", from, e);
            return false;
        }
    }

    /** Copies it; what is zero takes no room in the other file, and holes take no time. */
    public void sparse(Path from, Path to) throws InterruptedException {
        run("--sparse=always", from, to, COPY_LIMIT);
    }

    private void run(String how, Path from, Path to, Duration limit) throws InterruptedException {
        try {
            runner.run(Command.of(CP, how, "--", from.toString(), to.toString()).withTimeout(limit));
        } catch (CommandFailedException e) {
            // The runner leaves the interrupt set for those who cannot throw it.
            if (e.kind() == CommandFailedException.Kind.INTERRUPTED && Thread.interrupted()) {
                throw (InterruptedException)
                        new InterruptedException("copying " + from + " was interrupted").initCause(e);
            }
            // Such as when all processes of the service are told to end.
            if (e.exitCode() > BY_SIGNAL) {
                throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
            }
            throw e;
        }
    }

    /** Ends those that write hidden files of that directory: an earlier process of this service left them when it was killed. */
    public static void endLeft(Path directory) {
        List<ProcessHandle> left = ProcessTable.startedWith(arguments -> writesHidden(arguments, directory));
        for (ProcessHandle process : left) {
            boolean asked = process.destroyForcibly();
            LOG.info("cp {} was left by an earlier process and {}", process.pid(), asked ? "is ended" : "ended");
        }
    }

    private static boolean writesHidden(List<String> arguments, Path directory) {
        return arguments.contains(CP) && arguments.stream().anyMatch(argument -> argument.startsWith(directory + "/."));
    }
}
