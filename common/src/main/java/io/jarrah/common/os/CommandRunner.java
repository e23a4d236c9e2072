package io.jarrah.common.os;

/** Runs external commands. A fake of it stands in where the commands cannot run. */
@FunctionalInterface
public interface CommandRunner {
    /**
     * Runs the command to its end.
     *
     * @throws CommandFailedException when it could not be started, took too long, or exited with a code that is not
     *     accepted
     */
    CommandResult run(Command command);
}
