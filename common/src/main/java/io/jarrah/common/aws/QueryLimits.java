package io.jarrah.common.aws;

/**
 * What a stranger may send in one Query request.
 *
 * @param parameters most parameters, 1 or more
 * @param nameLength longest parameter name in characters
 * @param depth most dots in a parameter name
 * @param listIndex highest index of a list element ({@code X.N})
 */
public record QueryLimits(int parameters, int nameLength, int depth, int listIndex) {
    /** 10,000 parameters, names of 512 characters with 20 dots, list index up to 100,000. */
    public static final QueryLimits DEFAULT = new QueryLimits(10_000, 512, 20, 100_000);

    /** Refuses limits below 1. */
    public QueryLimits {
        if (parameters < 1 || nameLength < 1 || depth < 1 || listIndex < 1) {
            throw new IllegalArgumentException("every limit must be at least 1: " + parameters + ", " + nameLength
                    + ", " + depth + ", " + listIndex);
        }
    }
}
