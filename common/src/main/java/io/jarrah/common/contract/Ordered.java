package io.jarrah.common.contract;

import java.util.Comparator;
import java.util.List;

/** Lists whose order means nothing are kept in one, so that what means the same is equal, and has the same digest. */
final class Ordered {
    private Ordered() {}

    /** An unmodifiable copy in that order. What is in it already, as most is, is not sorted again. */
    static <T> List<T> copy(List<T> items, Comparator<? super T> order) {
        for (int i = 1; i < items.size(); i++) {
            if (order.compare(items.get(i - 1), items.get(i)) > 0) {
                return items.stream().sorted(order).toList();
            }
        }
        return List.copyOf(items);
    }
}
