package io.jarrah.cloud.bench.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs every command in one network namespace, which somebody else makes and removes. */
public final class Namespace implements CommandRunner {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final String name;
    private final CommandRunner runner;

    /** The namespace {@code /run/netns/NAME}. */
    public Namespace(String name, CommandRunner runner) {
        this.name = name;
        this.runner = runner;
    }

    @Override
    public CommandResult run(Command command) {
        return runner.run(
                new Command(inside(command.argv()), command.timeout(), command.stdin(), command.okExitCodes()));
    }

    /** The same program with the same arguments, in the namespace. */
    List<String> inside(List<String> argv) {
        List<String> words = new ArrayList<>(List.of("/usr/bin/nsenter", "--net=/run/netns/" + name));
        words.addAll(argv);
        return words;
    }

    /** Runs a line of a program with arguments without blanks. */
    public void line(String line) {
        run(Command.of(line.split(" ", -1)).withTimeout(LIMIT));
    }

    /** Loads a text for {@code iptables-restore}. */
    public void rules(String text) {
        run(Command.of("/usr/sbin/iptables-restore", "--noflush")
                .withStdin(text)
                .withTimeout(LIMIT));
    }
}
