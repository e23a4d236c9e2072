package io.jarrah.sc.volume;

import io.jarrah.common.id.SnapshotId;
import io.jarrah.sc.export.ExportedVolume;
import io.jarrah.sc.export.Portal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is true of a volume now.
 *
 * @param data its data
 * @param device where they are, or would be
 * @param roomGib GiB that it may hold beside all others, what it holds already included; 0 for one that {@linkplain VolumeRecord#needsRoom needs no more}
 * @param exports how it can be reached
 * @param origin what it begins with, while it is to be made
 * @param making percent of its data that are there, while they are being made out of a snapshot's
 * @param snapshots what is being made of it
 */
public record Observation(
        DataView data,
        Path device,
        long roomGib,
        ExportView exports,
        OriginView origin,
        OptionalInt making,
        SnapshotsView snapshots) {
    /** What the backend says. */
    public sealed interface DataView {
        /** It does not answer; nothing may be concluded. */
        record Unknown(String why) implements DataView {}

        /** There are none. */
        record Absent() implements DataView {}

        /** There are so many. */
        record Present(long bytes) implements DataView {}

        /** At least so many bytes are there; 0 when that is not known. */
        default long atLeast() {
            return this instanceof Present present ? present.bytes() : 0;
        }
    }

    /** What the exporter says. */
    public sealed interface ExportView {
        /** It does not answer; nothing may be concluded. */
        record Unknown(String why) implements ExportView {}

        /**
         * It answers.
         *
         * @param exports of this volume
         * @param portal where exports are found; empty while there is no such address
         */
        record Known(List<ExportedVolume> exports, Optional<Portal> portal) implements ExportView {
            public Known {
                exports = List.copyOf(exports);
            }
        }
    }

    /** The snapshot that a volume begins with. */
    public sealed interface OriginView {
        /** It begins with none. */
        record None() implements OriginView {}

        /** It is not there yet, or nobody knows. */
        record Waiting(String why) implements OriginView {}

        /** There is none, and there will be none. */
        record Missing(String why) implements OriginView {}

        /** It is there. */
        record Whole(SnapshotId snapshot, long bytes) implements OriginView {}
    }

    /**
     * Snapshots that are being made of it.
     *
     * @param keeping one for which its data must stay
     * @param copying one for which nobody may write to it
     */
    public record SnapshotsView(Optional<SnapshotId> keeping, Optional<SnapshotId> copying) {}
}
