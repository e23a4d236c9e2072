package io.jarrah.common.reconcile;

import java.time.Duration;

/** What a pass of a reconciler left to do. */
public sealed interface Result {
    /** Nothing, until the key is woken or the timer comes round. */
    record Done() implements Result {}

    /**
     * Something that needs time.
     *
     * @param delay look again after this long
     */
    record RequeueAfter(Duration delay) implements Result {}

    /** Nothing left to do. */
    static Result done() {
        return new Done();
    }

    /** Look again after that long. */
    static Result after(Duration delay) {
        return new RequeueAfter(delay);
    }
}
