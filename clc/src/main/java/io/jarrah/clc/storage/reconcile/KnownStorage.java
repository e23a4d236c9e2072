package io.jarrah.clc.storage.reconcile;

import io.jarrah.clc.reconcile.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known at one moment of what a storage controller has of one kind: volumes, or snapshots. What it acknowledged is in memory only: whoever does not remember tells again,
 * which does no harm.
 *
 * @param epoch of its answers; empty when it was not heard since this process started
 * @param items all it has on its books
 * @param applied specs that it acknowledged since it came up
 * @param deleted ends that it acknowledged since it came up
 * @param <I> ids
 * @param <O> reports
 */
public record KnownStorage<I, O>(
        String epoch, Map<I, O> items, Map<I, Told.Message> applied, Map<I, Told.Message> deleted) {
    /** An acknowledged message whose effect is not seen after this long is sent again. */
    public static final Duration UNSEEN = Duration.ofSeconds(5);

    /** An end that is taken up and not carried out is asked for again after this long. */
    public static final Duration INSIST = Duration.ofSeconds(60);

    public KnownStorage {
        items = Map.copyOf(items);
        applied = Map.copyOf(applied);
        deleted = Map.copyOf(deleted);
    }

    /** One that was not heard yet. */
    public static <I, O> KnownStorage<I, O> silent() {
        return new KnownStorage<>("", Map.of(), Map.of(), Map.of());
    }

    /** Whether it was heard since this process started; nothing is concluded from silence before. */
    public boolean synced() {
        return !epoch.isEmpty();
    }

    /** Whether a spec of that generation, whose effect is not seen, is to be told now. */
    public boolean isSpecDue(I id, long generation, Instant now) {
        return isDue(applied.get(id), generation, now, UNSEEN);
    }

    /**
     * Whether an end of that generation, which is not seen carried out, is to be told now.
     *
     * @param takenUp whether it was seen taken up
     */
    public boolean isEndDue(I id, long generation, boolean takenUp, Instant now) {
        return isDue(deleted.get(id), generation, now, takenUp ? INSIST : UNSEEN);
    }

    private static boolean isDue(Told.@Nullable Message told, long generation, Instant now, Duration patience) {
        return told == null
                || told.generation() < generation
                || !now.isBefore(told.at().plus(patience));
    }
}
