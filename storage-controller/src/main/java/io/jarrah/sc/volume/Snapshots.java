package io.jarrah.sc.volume;

import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.util.Optional;

/** What volumes have to know of snapshots. */
public interface Snapshots {
    /** Whether a volume can begin with a snapshot. */
    sealed interface Origin {
        /** It can. */
        record Whole() implements Origin {}

        /** Not yet. */
        record Unfinished(String why) implements Origin {}

        /** Never. */
        record Missing(String why) implements Origin {}
    }

    /** A snapshot that is being made of the volume: its data stay until it is there. */
    Optional<SnapshotId> keeping(VolumeId volume);

    /** One of these that copies the data, which takes its time: until it is there nobody may write to the volume. */
    Optional<SnapshotId> copying(VolumeId volume);

    /** Whether a volume can begin with it. */
    Origin origin(SnapshotId snapshot);

    /** Whether there is a record of it. */
    boolean knows(SnapshotId snapshot);
}
