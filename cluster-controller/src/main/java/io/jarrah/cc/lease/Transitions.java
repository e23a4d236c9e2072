package io.jarrah.cc.lease;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What keepalived writes into its fifo: {@code INSTANCE "jarrah" MASTER 100}. Pure. */
final class Transitions {
    private static final Pattern LINE = Pattern.compile("INSTANCE \"(?<name>[^\"]*)\" (?<state>[A-Z_]+) [0-9]+");

    private Transitions() {}

    /** Whether the line says that the lease is held or that it is not; empty for a line about something else. */
    static Optional<Boolean> held(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches() || !KeepalivedConf.INSTANCE.equals(matcher.group("name"))) {
            return Optional.empty();
        }
        return switch (matcher.group("state")) {
            case "MASTER" -> Optional.of(true);
            case "BACKUP", "FAULT", "STOP", "DELETED" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
