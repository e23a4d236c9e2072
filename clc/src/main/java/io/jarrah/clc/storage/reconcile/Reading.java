package io.jarrah.clc.storage.reconcile;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * How reports of one kind are read.
 *
 * @param id what it is about
 * @param generation the highest that the storage controller took up
 * @param deleted whether it says that nothing is left
 * @param failed whether it says that it could not be made, and nothing is left but this knowledge
 * @param <I> ids
 * @param <O> reports
 */
public record Reading<I, O>(
        Function<O, I> id, ToLongFunction<O> generation, Predicate<O> deleted, Predicate<O> failed) {
    /**
     * What the controller has that no row explains; it is reported, never removed.
     *
     * @param explained of which there are rows
     */
    public Set<I> unexplained(KnownStorage<I, O> known, Set<I> explained) {
        Set<I> unexplained = new HashSet<>();
        known.items().forEach((item, report) -> {
            if (!isOver(report) && !explained.contains(item)) {
                unexplained.add(item);
            }
        });
        return unexplained;
    }

    /**
     * What the controller only remembers, and no row does any more, in the order of ids.
     *
     * @param explained of which there are rows
     */
    public List<I> forgettable(KnownStorage<I, O> known, Set<I> explained) {
        return known.items().values().stream()
                .filter(this::isOver)
                .map(id)
                .filter(item -> !explained.contains(item))
                .sorted()
                .toList();
    }

    private boolean isOver(O report) {
        return deleted.test(report) || failed.test(report);
    }
}
