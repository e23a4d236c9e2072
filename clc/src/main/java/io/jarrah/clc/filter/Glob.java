package io.jarrah.clc.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A filter value of EC2: {@code *} matches any run of characters, {@code ?} one or none, a backslash takes the next of {@code * ? \} literally. Cost is pattern times text, whatever the pattern.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html">List and filter your resources</a>
 */
final class Glob implements Predicate<String> {
    private static final int RUN = -1;
    private static final int OPTIONAL = -2;

    private final int[] tokens;

    private Glob(int[] tokens) {
        this.tokens = tokens;
    }

    static Predicate<String> compile(String pattern) {
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0 && pattern.indexOf('\\') < 0) {
            return pattern::equals;
        }
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            boolean escapes = c == '\\' && i + 1 < pattern.length() && "*?\\".indexOf(pattern.charAt(i + 1)) >= 0;
            if (escapes) {
                tokens.add((int) pattern.charAt(++i));
            } else if (c == '*') {
                tokens.add(RUN);
            } else if (c == '?') {
                tokens.add(OPTIONAL);
            } else {
                tokens.add((int) c);
            }
        }
        return new Glob(tokens.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public boolean test(String text) {
        boolean[] at = new boolean[tokens.length + 1];
        at[0] = true;
        passOverEmpty(at);
        for (int t = 0; t < text.length(); t++) {
            boolean[] next = new boolean[tokens.length + 1];
            for (int i = 0; i < tokens.length; i++) {
                if (at[i] && tokens[i] == RUN) {
                    next[i] = true;
                } else if (at[i] && (tokens[i] == OPTIONAL || tokens[i] == text.charAt(t))) {
                    next[i + 1] = true;
                }
            }
            passOverEmpty(next);
            at = next;
        }
        return at[tokens.length];
    }

    private void passOverEmpty(boolean[] at) {
        for (int i = 0; i < tokens.length; i++) {
            if (at[i] && tokens[i] < 0) {
                at[i + 1] = true;
            }
        }
    }
}
