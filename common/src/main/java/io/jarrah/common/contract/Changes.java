package io.jarrah.common.contract;

import java.util.List;

/**
 * What a long poll ({@code describe…(since, wait)}) returns: at once when something changed after {@code since}, else an
 * empty list once the wait is over.
 *
 * @param revision ask since this one next
 * @param complete whether {@code items} is the whole state, so that what is not in it is gone; otherwise it holds only
 *     what changed
 * @param items each thing that changed, whole, once
 */
public record Changes<T>(Revision revision, boolean complete, List<T> items) {
    public Changes {
        items = List.copyOf(items);
    }
}
