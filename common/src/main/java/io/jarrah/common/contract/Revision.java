package io.jarrah.common.contract;

/**
 * A point in the history of what one service observed. Numbers of different epochs are not comparable: a service takes a new epoch whenever it lost its history.
 *
 * @param epoch names one unbroken history; empty for {@link #NONE}
 * @param number grows by one or more with every change
 */
public record Revision(String epoch, long number) {
    /** Before everything: asking since this revision returns the whole state at once. */
    public static final Revision NONE = new Revision("", 0);
}
