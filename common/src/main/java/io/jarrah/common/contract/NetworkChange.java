package io.jarrah.common.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * How one list of a network document became another. Pure.
 *
 * @param removed names of what is not in it any more
 * @param put what is new, or is in the place of what had the same name
 */
public record NetworkChange<K, V>(List<K> removed, List<V> put) {
    public NetworkChange {
        removed = List.copyOf(removed);
        put = List.copyOf(put);
    }

    /** Nothing changed. */
    public static <K, V> NetworkChange<K, V> none() {
        return new NetworkChange<>(List.of(), List.of());
    }

    /**
     * From one list to the other, both in that order, in which no two of a list are equal.
     *
     * @param name what tells one item from all others
     */
    static <K, V> NetworkChange<K, V> between(
            List<V> from, List<V> to, Comparator<? super V> order, Function<? super V, K> name) {
        List<K> removed = new ArrayList<>();
        List<V> put = new ArrayList<>();
        int i = 0;
        int k = 0;
        while (i < from.size() || k < to.size()) {
            int compared = i == from.size() ? 1 : k == to.size() ? -1 : order.compare(from.get(i), to.get(k));
            if (compared < 0) {
                removed.add(name.apply(from.get(i++)));
            } else if (compared > 0) {
                put.add(to.get(k++));
            } else {
                V wanted = to.get(k++);
                if (!from.get(i++).equals(wanted)) {
                    put.add(wanted);
                }
            }
        }
        return new NetworkChange<>(removed, put);
    }

    /** That list with the change, in no particular order. */
    List<V> applyTo(List<V> items, Function<? super V, K> name) {
        if (isEmpty()) {
            return items;
        }
        Set<K> gone = new HashSet<>(removed);
        put.forEach(item -> gone.add(name.apply(item)));
        List<V> result = new ArrayList<>(items.size() + put.size());
        for (V item : items) {
            if (!gone.contains(name.apply(item))) {
                result.add(item);
            }
        }
        result.addAll(put);
        return result;
    }

    boolean isEmpty() {
        return removed.isEmpty() && put.isEmpty();
    }
}
