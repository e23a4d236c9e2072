package io.jarrah.cloud.bench;

import io.jarrah.tools.bench.Samples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** When the stages of a change were reached, over many changes. Not safe for use by several threads. */
final class Stages {
    private final Map<String, Samples> stages = new LinkedHashMap<>();

    void add(String stage, long nanos) {
        stages.computeIfAbsent(stage, name -> new Samples()).addNanos(nanos);
    }

    /** When that stage was reached; nothing when it never was. */
    Samples of(String stage) {
        return stages.getOrDefault(stage, new Samples());
    }

    /** A line for each, the first to be reached first. */
    List<String> lines() {
        return stages.entrySet().stream()
                .sorted((a, b) ->
                        Double.compare(a.getValue().quantile(0.5), b.getValue().quantile(0.5)))
                .map(stage -> String.format(
                        Locale.ROOT,
                        "  %-40s %6.0f ms %6.0f ms",
                        stage.getKey(),
                        stage.getValue().quantile(0.5),
                        stage.getValue().quantile(0.9)))
                .toList();
    }
}
