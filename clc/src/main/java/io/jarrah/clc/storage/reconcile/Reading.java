package io.jarrah.clc.storage.reconcile;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * How reports of one kind are read.
 *
 * @param id what it is about
 * @param generation the highest that the storage controller took up
 * @param deleted whether it says that nothing is left
 * @param <I> ids
 * @param <O> reports
 */
public record Reading<I, O>(Function<O, I> id, ToLongFunction<O> generation, Predicate<O> deleted) {}
