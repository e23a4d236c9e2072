package io.jarrah.common.reconcile;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Two pieces of work of one pass at the same time. */
public final class Beside {
    private Beside() {}

    /**
     * What both came to.
     *
     * @param here result of the work done on the caller's thread
     * @param aside result of the other
     */
    public record Both<T>(T here, T aside) {}

    /**
     * Does {@code aside} on a thread of its own while {@code here} is done on the caller's; returns when both have ended, so that no
     * message of one pass overtakes one of the next. What {@code here} throws is thrown at once, and {@code aside} interrupted.
     *
     * @param name of the other thread
     * @throws IllegalStateException when {@code aside} throws
     */
    public static <T> Both<T> run(String name, Supplier<T> here, Supplier<T> aside) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(aside::get);
        Thread.ofVirtual().name(name).start(task);
        try {
            T result = here.get();
            return new Both<>(result, task.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(name + " broke", e.getCause());
        } finally {
            task.cancel(true);
        }
    }
}
