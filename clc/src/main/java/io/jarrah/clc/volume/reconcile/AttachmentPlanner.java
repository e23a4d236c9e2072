package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.reconcile.Told;
import io.jarrah.clc.volume.AttachmentDesire;
import io.jarrah.clc.volume.AttachmentSummary;
import io.jarrah.common.contract.AttachedVolume;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What becomes of the attachments of one instance, and whether its node is to be told: pure functions of the rows. */
public final class AttachmentPlanner {
    /** An acknowledged message whose effect is not seen after this long is sent again. */
    public static final Duration UNSEEN = Duration.ofSeconds(5);

    /** What was taken up and is not carried out is told again after this long. */
    public static final Duration INSIST = Duration.ofSeconds(60);

    private AttachmentPlanner() {}

    /**
     * The part of an instance's row that this needs.
     *
     * @param over whether nothing is left of it
     * @param wanted whether its owner wants it
     * @param reachable whether its node is heard; one that is not would keep who tells it waiting
     * @param generation of the volumes that its node is to be told
     * @param observedGeneration that its node took up last
     */
    public record Holder(boolean over, boolean wanted, boolean reachable, long generation, long observedGeneration) {}

    /**
     * Whether the leave to use the volume can be taken back now: its instance is over, or its node was seen without it since it was told to be. Silence is neither.
     */
    public static boolean isOver(Holder instance, AttachmentSummary row) {
        if (!row.granted()) {
            return false;
        }
        return instance.over()
                || (row.desired() == AttachmentDesire.DETACHED
                        && row.detachGeneration()
                                .map(generation -> instance.observedGeneration() >= generation)
                                .orElse(false)
                        && row.phase().isEmpty());
    }

    /** Whether its node has, as far as was heard, exactly what it is to have. */
    public static boolean isSettled(Holder instance, List<AttachmentSummary> rows) {
        return instance.over()
                || (instance.observedGeneration() >= instance.generation()
                        && rows.stream().allMatch(AttachmentPlanner::isSettled));
    }

    private static boolean isSettled(AttachmentSummary row) {
        return switch (row.desired()) {
            case ATTACHED -> !row.exported() || row.phase().equals(Optional.of(AttachedVolume.Phase.ATTACHED));
            case DETACHED -> row.phase().isEmpty();
        };
    }

    /**
     * Whether the node is to be told now.
     *
     * @param told what was acknowledged last
     */
    public static boolean isDue(
            Holder instance, List<AttachmentSummary> rows, Optional<Told.Message> told, Instant now) {
        if (!instance.wanted() || !instance.reachable() || instance.generation() == 0 || isSettled(instance, rows)) {
            return false;
        }
        Duration patience = instance.observedGeneration() < instance.generation() ? UNSEEN : INSIST;
        return told.isEmpty()
                || told.get().generation() < instance.generation()
                || !now.isBefore(told.get().at().plus(patience));
    }
}
