package io.jarrah.cloud.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.tools.bench.Row;
import io.jarrah.tools.bench.Samples;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Takes figures down in a file, and says on the way what is being measured. */
final class Figures {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path rows;
    private final PrintStream progress;

    Figures(Path rows, PrintStream progress) {
        this.rows = rows;
        this.progress = progress;
    }

    /** Something to be measured. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    void say(String text) {
        progress.println("  " + text);
    }

    /** Milliseconds of one run. */
    double once(String what, Work work) throws Exception {
        progress.printf(Locale.ROOT, "  %-70s", what);
        progress.flush();
        long begun = System.nanoTime();
        work.run();
        double millis = (System.nanoTime() - begun) / 1e6;
        progress.printf(Locale.ROOT, " %10.1f ms%n", millis);
        return millis;
    }

    /** The median of some runs, in milliseconds. */
    double median(String what, int runs, Work work) throws Exception {
        progress.printf(Locale.ROOT, "  %-70s", what);
        progress.flush();
        Samples samples = new Samples();
        for (int i = 0; i < runs; i++) {
            long begun = System.nanoTime();
            work.run();
            samples.addNanos(System.nanoTime() - begun);
        }
        progress.printf(Locale.ROOT, " %s%n", samples);
        return samples.quantile(0.5);
    }

    /** A figure of which less is better. */
    void row(String name, double ours, double peer, String unit) {
        try {
            Files.writeString(
                    rows,
                    JSON.writeValueAsString(Row.lessIsBetter(name, ours, peer, unit)) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + rows, e);
        }
    }
}
