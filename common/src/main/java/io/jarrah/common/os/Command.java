package io.jarrah.common.os;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One external command.
 *
 * @param argv program and arguments, passed to the kernel as they are; no shell ever sees them
 * @param timeout after which the process and its children are killed
 * @param stdin what the process reads; nothing when empty
 * @param okExitCodes exit codes that are not a failure
 */
public record Command(List<String> argv, Duration timeout, Optional<byte[]> stdin, Set<Integer> okExitCodes) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public Command {
        argv = List.copyOf(argv);
        okExitCodes = Set.copyOf(okExitCodes);
        if (argv.isEmpty() || argv.getFirst().isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        if (argv.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("an argument of " + argv.getFirst() + " contains a NUL character");
        }
    }

    /** A command that may take 30 s, reads nothing and must exit with 0. */
    public static Command of(String... argv) {
        return of(Arrays.asList(argv));
    }

    /** A command that may take 30 s, reads nothing and must exit with 0. */
    public static Command of(List<String> argv) {
        return new Command(argv, DEFAULT_TIMEOUT, Optional.empty(), Set.of(0));
    }

    /** The same with another time limit. */
    public Command withTimeout(Duration limit) {
        return new Command(argv, limit, stdin, okExitCodes);
    }

    /** The same, reading that text as UTF-8. */
    public Command withStdin(String text) {
        return new Command(argv, timeout, Optional.of(text.getBytes(StandardCharsets.UTF_8)), okExitCodes);
    }

    /** The same, taking these exit codes beside 0 for success. */
    public Command acceptingExitCodes(int... codes) {
        Set<Integer> accepted = Arrays.stream(codes).boxed().collect(Collectors.toSet());
        accepted.add(0);
        return new Command(argv, timeout, stdin, accepted);
    }

    /** For messages: the arguments separated by blanks. */
    @Override
    public String toString() {
        return String.join(" ", argv);
    }
}
