package io.jarrah.clc.storage.reconcile;

import io.jarrah.common.contract.ServiceException;
import java.util.ArrayList;
import java.util.List;

/** The calls of one pass to a storage controller. Each is tried, also after one that was refused, for a fence must not wait for something new; but none after one that was not answered. */
public final class StorageSteps {
    /** How many ids go into one call. */
    public static final int BATCH = 50;

    private final List<ServiceException> failures = new ArrayList<>();
    private boolean answers = true;

    /** None yet. */
    public StorageSteps() {}

    /** Whether it makes sense to go on. */
    public boolean answers() {
        return answers;
    }

    /** Takes a step, if that makes sense. */
    public void attempt(Runnable step) {
        if (!answers) {
            return;
        }
        try {
            step.run();
        } catch (ServiceException e) {
            failures.add(e);
            answers = e.code() != ServiceException.Code.UNAVAILABLE;
        }
    }

    /**
     * Ends the pass.
     *
     * @throws ServiceException the first failure, which has the others with it
     */
    public void finish() {
        if (!failures.isEmpty()) {
            ServiceException first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** All of them in their order, so many at a time. */
    public static <T> List<List<T>> batches(List<T> all, int size) {
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            batches.add(List.copyOf(all.subList(from, Math.min(all.size(), from + size))));
        }
        return batches;
    }
}
