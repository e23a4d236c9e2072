package io.jarrah.common.reconcile;

/**
 * Compares what is desired of one thing with what is, and takes the steps between. It gets a key, never an event: it
 * must look at the world anew each time, and be harmless when nothing is left to do.
 */
@FunctionalInterface
public interface Reconciler<K> {
    /** One pass over the thing with that key. What it throws is logged and tried again with growing pauses. */
    Result reconcile(K key) throws Exception;
}
