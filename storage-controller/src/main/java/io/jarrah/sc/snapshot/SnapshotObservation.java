package io.jarrah.sc.snapshot;

import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.VolumeId;
import io.jarrah.sc.volume.Observation.DataView;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is true of a snapshot now.
 *
 * @param data its data
 * @param making percent of them that are kept, while they are being made
 * @param source its volume; of no meaning for one that is not to be made
 * @param roomGib GiB that it may hold beside all others, what it holds already included; of no meaning for one that is not to be made
 * @param users volumes that are to be made out of it; of no meaning for one that is not to be deleted
 */
public record SnapshotObservation(
        DataView data, OptionalInt making, SourceView source, long roomGib, Set<VolumeId> users) {
    public SnapshotObservation {
        users = Set.copyOf(users);
    }

    /** The volume that is to be kept. */
    public sealed interface SourceView {
        /** Nothing may be concluded, or it is not there yet. */
        record Waiting(String why) implements SourceView {}

        /** It has no data that could be kept. */
        record Missing(StateReason why) implements SourceView {}

        /**
         * It is there.
         *
         * @param bytes so many
         * @param clones whether it can be kept while it is written
         * @param use whether it may be written now; of no meaning where it clones
         */
        record Present(long bytes, boolean clones, Use use) implements SourceView {}
    }

    /** Whether anybody may write to the volume. */
    public sealed interface Use {
        /** The exporter does not answer. */
        record Unknown(String why) implements Use {}

        /** It is exported, or will be in a moment because it was. */
        record Exported() implements Use {}

        /** Nobody. */
        record Unused() implements Use {}
    }
}
