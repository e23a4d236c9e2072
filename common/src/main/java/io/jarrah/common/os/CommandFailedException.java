package io.jarrah.common.os;

import org.jspecify.annotations.Nullable;

/** An external command could not be started, took too long, or exited with a code that is not accepted. */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int STDERR_TAIL = 2000;

    /** How it failed. */
    public enum Kind {
        /** The program is not there or may not be run. */
        NOT_STARTED,
        /** It was killed when its time was over; what it did is unknown. */
        TIMED_OUT,
        /** It exited with a code that is not accepted. */
        EXIT_CODE,
        /** The waiting thread was interrupted; the process was killed. */
        INTERRUPTED
    }

    private final Kind kind;
    private final int exitCode;
    private final String stderr;

    private CommandFailedException(Kind kind, String message, int exitCode, String stderr, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.exitCode = exitCode;
        this.stderr = stderr;
    }

    static CommandFailedException notStarted(Command command, Throwable cause) {
        return new CommandFailedException(
                Kind.NOT_STARTED,
                "cannot run " + command.argv().getFirst() + ": " + cause.getMessage()
                        + "; is the package that contains it installed?",
                -1,
                "",
                cause);
    }

    static CommandFailedException timedOut(Command command, String stderr) {
        return new CommandFailedException(
                Kind.TIMED_OUT,
                "\"" + command + "\" did not end within " + command.timeout() + " and was killed" + said(stderr),
                -1,
                stderr,
                null);
    }

    /** For a command that exited with a code that is not accepted; fakes use it too. */
    public static CommandFailedException exited(Command command, int exitCode, String stderr) {
        return new CommandFailedException(
                Kind.EXIT_CODE, "\"" + command + "\" exited with " + exitCode + said(stderr), exitCode, stderr, null);
    }

    static CommandFailedException interrupted(Command command, Throwable cause) {
        return new CommandFailedException(
                Kind.INTERRUPTED, "\"" + command + "\" was killed: its thread was interrupted", -1, "", cause);
    }

    private static String said(String stderr) {
        String text = stderr.strip();
        if (text.isEmpty()) {
            return "";
        }
        return ": " + (text.length() > STDERR_TAIL ? "…" + text.substring(text.length() - STDERR_TAIL) : text);
    }

    /** How it failed. */
    public Kind kind() {
        return kind;
    }

    /** The exit code, or -1 when there was none. */
    public int exitCode() {
        return exitCode;
    }

    /** What it wrote to standard error. */
    public String stderr() {
        return stderr;
    }
}
