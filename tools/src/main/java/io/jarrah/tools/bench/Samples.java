package io.jarrah.tools.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measured times of one thing. */
public final class Samples {
    private final List<Double> millis = new ArrayList<>();

    /** Adds a time in nanoseconds. */
    public void addNanos(long nanos) {
        millis.add(nanos / 1e6);
    }

    /** The value at that rank, 0 to 1, in milliseconds; 0.5 is the median. */
    public double quantile(double rank) {
        if (millis.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        int index = (int) Math.ceil(rank * sorted.size()) - 1;
        return sorted.get(Math.clamp(index, 0, sorted.size() - 1));
    }

    /** For people: count, median and spread. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "n=%d median %.1f ms, p90 %.1f ms, max %.1f ms",
                millis.size(),
                quantile(0.5),
                quantile(0.9),
                quantile(1));
    }
}
