package io.jarrah.common.authz;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One condition of a statement: it holds when the context's value of {@code key} stands in that relation to one of {@code values}.
 *
 * @param operator the relation
 * @param key the condition key; case does not matter
 * @param values what to compare with; any one of them suffices (all must differ for the negated operators)
 */
public record Condition(Operator operator, String key, List<String> values) {
    public Condition {
        key = key.toLowerCase(Locale.ROOT);
        values = List.copyOf(values);
    }

    /** IAM's condition operators, as far as they need no types beyond strings. */
    public enum Operator {
        /** Equal, case matters. */
        STRING_EQUALS(false),
        /** Not equal to any, or the key is absent. */
        STRING_NOT_EQUALS(true),
        /** Matches with {@code *} and {@code ?}. */
        STRING_LIKE(false),
        /** Matches none, or the key is absent. */
        STRING_NOT_LIKE(true),
        /** Equal but for case; for true and false. */
        BOOL(false);

        private final boolean negated;

        Operator(boolean negated) {
            this.negated = negated;
        }

        private boolean related(String expected, String actual) {
            return switch (this) {
                case STRING_EQUALS, STRING_NOT_EQUALS -> expected.equals(actual);
                case STRING_LIKE, STRING_NOT_LIKE -> Wildcards.matches(expected, actual);
                case BOOL -> expected.equalsIgnoreCase(actual);
            };
        }
    }

    boolean holds(Map<String, List<String>> context) {
        boolean found = context.getOrDefault(key, List.of()).stream()
                .anyMatch(actual -> values.stream().anyMatch(expected -> operator.related(expected, actual)));
        return found != operator.negated;
    }
}
