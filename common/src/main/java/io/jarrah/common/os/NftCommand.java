package io.jarrah.common.os;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code nft}: rules of nftables, applied as one transaction and read a table at a time. */
public final class NftCommand {
    /** Where the package nftables has it. */
    public static final String PROGRAM = "/usr/sbin/nft";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int FAILED = 1;
    private static final String ABSENT = "No such file or directory";

    /** Of an element with a timeout. */
    private static final Pattern EXPIRES = Pattern.compile(
            "expires (?=[0-9])((?<d>[0-9]{1,9})d)?((?<h>[0-9]{1,9})h)?((?<m>[0-9]{1,9})m(?!s))?((?<s>[0-9]{1,9})s)?((?<ms>[0-9]{1,9})ms)?");

    private final CommandRunner runner;

    public NftCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Carries out the text as one transaction: all of it, or nothing. */
    public void apply(String text) {
        runner.run(Command.of(PROGRAM, "-f", "-").withTimeout(TIMEOUT).withStdin(text));
    }

    /** How long the element, which has a timeout, stays in the set; empty when it is not in it, or there is no such set. */
    public Optional<Duration> remaining(String family, String table, String set, String element) {
        return read(Command.of(PROGRAM, "get", "element", family, table, set, "{ " + element + " }"))
                .flatMap(NftCommand::expires);
    }

    /** The kernel leaves out the parts that are zero: {@code 1s480ms}, {@code 1s}, {@code 480ms}. */
    static Optional<Duration> expires(String printed) {
        Matcher matcher = EXPIRES.matcher(printed);
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofDays(number(matcher.group("d")))
                .plusHours(number(matcher.group("h")))
                .plusMinutes(number(matcher.group("m")))
                .plusSeconds(number(matcher.group("s")))
                .plusMillis(number(matcher.group("ms"))));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** A table with its sets, elements and chains, as nft writes it; empty when there is none. */
    public Optional<String> table(String family, String name) {
        return read(Command.of(PROGRAM, "list", "table", family, name));
    }

    private Optional<String> read(Command question) {
        Command command = question.withTimeout(TIMEOUT).acceptingExitCodes(FAILED);
        CommandResult result = runner.run(command);
        if (result.exitCode() == 0) {
            return Optional.of(result.stdout());
        }
        if (result.stderr().contains(ABSENT)) {
            return Optional.empty();
        }
        throw CommandFailedException.exited(command, result.exitCode(), result.stderr());
    }
}
