package io.jarrah.common.config;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a configuration file, at once. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * One fault.
     *
     * @param line line in the file, from 1; 0 when no line is to blame
     * @param message what is wrong and what to do
     */
    public record Problem(int line, String message) {}

    private final transient List<Problem> problems;

    ConfigException(String file, List<Problem> problems) {
        super(problems.stream()
                .map(problem -> file + (problem.line() > 0 ? ":" + problem.line() : "") + ": " + problem.message())
                .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The faults in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
