package io.jarrah.common.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One key of {@code jarrah.conf}.
 *
 * @param name the key, upper case; Eucalyptus' name where it had one
 * @param defaultText the value when the key is missing, in the same form as in the file
 * @param description one sentence for the administrator, with the unit
 * @param parser turns the text into the value; throws IllegalArgumentException with a message that says what is allowed
 */
public record Setting<T>(String name, String defaultText, String description, Function<String, T> parser) {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");

    public Setting {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a setting name: " + name);
        }
        // A default that cannot be parsed is a defect; find it when the class is loaded, not at a customer's.
        Objects.requireNonNull(parser.apply(defaultText), "default");
    }

    /** The value when the key is missing. */
    public T defaultValue() {
        return parser.apply(defaultText);
    }

    /** Any text, also none. */
    public static Setting<String> text(String name, String defaultText, String description) {
        return new Setting<>(name, defaultText, description, text -> text);
    }

    /** A whole number within bounds, both included. */
    public static Setting<Integer> number(String name, int defaultValue, int min, int max, String description) {
        return new Setting<>(name, Integer.toString(defaultValue), description, text -> parseNumber(text, min, max));
    }

    /** A number with decimals, such as 1.5, within bounds, both included. */
    public static Setting<BigDecimal> decimal(
            String name, String defaultText, String min, String max, String description) {
        BigDecimal least = new BigDecimal(min);
        BigDecimal most = new BigDecimal(max);
        return new Setting<>(name, defaultText, description, text -> parseDecimal(text, least, most));
    }

    /** A TCP port; 0 lets the system choose. */
    public static Setting<Integer> port(String name, int defaultValue, String description) {
        return number(name, defaultValue, 0, 65535, description);
    }

    /** Seconds, as a whole number. */
    public static Setting<Duration> seconds(String name, int defaultValue, int min, int max, String description) {
        return new Setting<>(
                name,
                Integer.toString(defaultValue),
                description,
                text -> Duration.ofSeconds(parseNumber(text, min, max)));
    }

    /** An absolute path, or none when empty. */
    public static Setting<Path> path(String name, String defaultText, String description) {
        return new Setting<>(name, defaultText, description, Setting::parsePath);
    }

    /** Y or N. */
    public static Setting<Boolean> flag(String name, boolean defaultValue, String description) {
        return new Setting<>(name, defaultValue ? "Y" : "N", description, Setting::parseFlag);
    }

    /** One of an enum's names, in any case, hyphens for underscores. */
    public static <E extends Enum<E>> Setting<E> choice(
            String name, E defaultValue, Class<E> type, String description) {
        return new Setting<>(name, defaultValue.name(), description, text -> parseChoice(text, type));
    }

    /** Words separated by blanks. */
    public static Setting<List<String>> words(String name, String defaultText, String description) {
        return new Setting<>(name, defaultText, description, text -> Arrays.stream(text.split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList());
    }

    private static int parseNumber(String text, int min, int max) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number from " + min + " to " + max + " is expected", e);
        }
        throw new IllegalArgumentException("a whole number from " + min + " to " + max + " is expected");
    }

    private static BigDecimal parseDecimal(String text, BigDecimal min, BigDecimal max) {
        String expected = "a number from " + min + " to " + max + " is expected";
        try {
            BigDecimal value = new BigDecimal(text.strip());
            if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(expected, e);
        }
        throw new IllegalArgumentException(expected);
    }

    private static Path parsePath(String text) {
        Path path = Path.of(text);
        if (!text.isEmpty() && !path.isAbsolute()) {
            throw new IllegalArgumentException("an absolute path is expected");
        }
        return path;
    }

    private static boolean parseFlag(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "Y", "YES", "TRUE", "1" -> true;
            case "N", "NO", "FALSE", "0" -> false;
            default -> throw new IllegalArgumentException("Y or N is expected");
        };
    }

    private static <E extends Enum<E>> E parseChoice(String text, Class<E> type) {
        for (E value : type.getEnumConstants()) {
            if (value.name().replace('_', '-').equalsIgnoreCase(text.replace('_', '-'))) {
                return value;
            }
        }
        throw new IllegalArgumentException("one of "
                + Arrays.stream(type.getEnumConstants())
                        .map(value -> value.name().replace('_', '-'))
                        .collect(Collectors.joining(", "))
                + " is expected");
    }
}
