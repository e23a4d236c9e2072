package io.jarrah.common.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The values of one {@code jarrah.conf}, each of its setting's type. */
public final class JarrahConf {
    private static final int NEAR = 4;

    private final Map<String, Object> values;
    private final List<String> warnings;

    private JarrahConf(Map<String, Object> values, List<String> warnings) {
        this.values = Map.copyOf(values);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Reads the file.
     *
     * @throws ConfigException listing every unknown, duplicate, malformed or invalid key with its line
     */
    public static JarrahConf parse(Path file, ConfSchema schema) throws ConfigException {
        try {
            return parse(file.toString(), Files.readAllLines(file), schema);
        } catch (IOException e) {
            ConfigException failure = new ConfigException(
                    file.toString(), List.of(new ConfigException.Problem(0, "cannot be read: " + e.getMessage())));
            failure.initCause(e);
            throw failure;
        }
    }

    /** The same from lines in memory. */
    public static JarrahConf parse(String name, List<String> lines, ConfSchema schema) throws ConfigException {
        ConfParser parser = new ConfParser(lines);
        List<ConfigException.Problem> problems = new ArrayList<>(parser.problems());
        List<String> warnings = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (ConfParser.Assignment assignment : parser.assignments()) {
            Integer before = seen.putIfAbsent(assignment.key(), assignment.line());
            if (before != null) {
                problems.add(new ConfigException.Problem(
                        assignment.line(), assignment.key() + " is already set in line " + before + "; keep one"));
                continue;
            }
            take(assignment, schema, values, problems, warnings, name);
        }
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(ConfigException.Problem::line));
            throw new ConfigException(name, problems);
        }
        return new JarrahConf(values, warnings);
    }

    /** All defaults, for tests and for a service without a file. */
    public static JarrahConf defaults() {
        return new JarrahConf(Map.of(), List.of());
    }

    private static void take(
            ConfParser.Assignment assignment,
            ConfSchema schema,
            Map<String, Object> values,
            List<ConfigException.Problem> problems,
            List<String> warnings,
            String file) {
        Optional<Setting<?>> setting = schema.find(assignment.key());
        if (setting.isPresent()) {
            try {
                values.put(assignment.key(), setting.get().parser().apply(assignment.value()));
            } catch (IllegalArgumentException e) {
                problems.add(new ConfigException.Problem(
                        assignment.line(), assignment.key() + "=\"" + assignment.value() + "\": " + e.getMessage()));
            }
        } else if (schema.isUnused(assignment.key())) {
            warnings.add(file + ":" + assignment.line() + ": " + assignment.key()
                    + " is known from Eucalyptus but has no effect here");
        } else {
            problems.add(new ConfigException.Problem(
                    assignment.line(), "unknown key " + assignment.key() + nearest(assignment.key(), schema)));
        }
    }

    private static String nearest(String key, ConfSchema schema) {
        LevenshteinDistance distance = new LevenshteinDistance(NEAR);
        String wanted = key.toUpperCase(Locale.ROOT);
        return schema.names().stream()
                .filter(name -> distance.apply(wanted, name) >= 0)
                .min(Comparator.comparingInt(name -> distance.apply(wanted, name)))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    /** The value of the setting, its default when the file has none. */
    @SuppressWarnings("unchecked") // Only the setting's own parser puts values under its name.
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting.name());
        return value == null ? setting.defaultValue() : (T) value;
    }

    /** Whether the file sets it. */
    public boolean isSet(Setting<?> setting) {
        return values.containsKey(setting.name());
    }

    /** Things the administrator should know that are no error, such as keys without effect. */
    public List<String> warnings() {
        return warnings;
    }
}
