package io.jarrah.nc.volume;

import java.time.Instant;
import java.util.Optional;

/** What is being done, or was done last, about one volume of an instance. */
public sealed interface VolumeTask {
    /** What there is to do. */
    enum Kind {
        /** See whether the volume can be logged in to. */
        CHECK,
        /** Give it to the running guest. */
        ATTACH,
        /** Ask the guest to let it go. */
        DETACH,
        /** Show the guest that it grew. */
        GROW
    }

    /** Under way. */
    record Running(Kind kind) implements VolumeTask {}

    /**
     * Over.
     *
     * @param kind what was done
     * @param attachment of which attachment
     * @param sizeGib GiB that the volume turned out to have; 0 where that was not looked at
     * @param failure what went wrong; empty when nothing did
     * @param at when it ended
     * @param tries how often it was done in a row
     */
    record Ended(Kind kind, long attachment, int sizeGib, Optional<String> failure, Instant at, int tries)
            implements VolumeTask {
        boolean is(Kind its, long of) {
            return kind == its && attachment == of;
        }

        boolean succeeded() {
            return failure.isEmpty();
        }
    }
}
