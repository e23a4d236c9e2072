package io.jarrah.cloud.bench.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs commands and keeps how long each took, to see where the time goes. Safe for use by several threads. */
public final class Timed implements CommandRunner {
    private static final double WORTH_TELLING_MILLIS = 5;
    private static final int WORDS = 5;

    private final CommandRunner runner;
    private final List<String> spent = new ArrayList<>();

    public Timed(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public CommandResult run(Command command) {
        long begun = System.nanoTime();
        try {
            return runner.run(command);
        } finally {
            note(command, (System.nanoTime() - begun) / 1e6);
        }
    }

    private synchronized void note(Command command, double millis) {
        if (millis >= WORTH_TELLING_MILLIS) {
            List<String> argv = command.argv();
            String program = String.valueOf(Path.of(argv.getFirst()).getFileName());
            spent.add(String.format(
                    Locale.ROOT,
                    "%s %.0f ms",
                    String.join(" ", program, String.join(" ", argv.subList(1, Math.min(argv.size(), WORDS)))),
                    millis));
        }
    }

    /** Commands since the last time, the cheap ones left out. */
    public synchronized String spent() {
        String text = String.join(", ", spent);
        spent.clear();
        return text;
    }
}
