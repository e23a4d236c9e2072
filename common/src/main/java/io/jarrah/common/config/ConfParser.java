package io.jarrah.common.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code KEY="value"} lines as a shell would take them, without being one: comments, blank lines, single and
 * double quotes. What only a shell could work out (a variable, a command) is refused.
 */
final class ConfParser {
    private static final Pattern LINE = Pattern.compile(
            "\\s*([A-Za-z_][A-Za-z0-9_]*)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|([^\\s\"'#]*))\\s*(?:#.*)?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([\"\\\\$`])");
    private static final Pattern SHELL = Pattern.compile("(?<!\\\\)[$`]");

    record Assignment(int line, String key, String value) {}

    private final List<Assignment> assignments = new ArrayList<>();
    private final List<ConfigException.Problem> problems = new ArrayList<>();

    ConfParser(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                parse(i + 1, line);
            }
        }
    }

    List<Assignment> assignments() {
        return assignments;
    }

    List<ConfigException.Problem> problems() {
        return problems;
    }

    private void parse(int number, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            problems.add(new ConfigException.Problem(
                    number, "not of the form KEY=\"value\" (no blanks around =, quotes closed)"));
            return;
        }
        String key = matcher.group(1);
        Optional<String> value = value(matcher);
        if (value.isEmpty()) {
            problems.add(new ConfigException.Problem(
                    number, key + " uses $ or a backtick; the file is not run by a shell, write the value itself"));
            return;
        }
        assignments.add(new Assignment(number, key, value.get()));
    }

    private static Optional<String> value(Matcher matcher) {
        if (matcher.group(3) != null) {
            return Optional.of(matcher.group(3));
        }
        String raw = matcher.group(2) != null ? matcher.group(2) : matcher.group(4);
        if (SHELL.matcher(raw).find()) {
            return Optional.empty();
        }
        return Optional.of(matcher.group(2) != null ? ESCAPE.matcher(raw).replaceAll("$1") : raw);
    }
}
