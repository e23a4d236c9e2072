package io.jarrah.sc.volume;

import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.util.Optional;

/** There are none, and none is being made. */
final class NoSnapshots implements Snapshots {
    @Override
    public Optional<SnapshotId> keeping(VolumeId volume) {
        return Optional.empty();
    }

    @Override
    public Optional<SnapshotId> copying(VolumeId volume) {
        return Optional.empty();
    }

    @Override
    public Origin origin(SnapshotId snapshot) {
        return new Origin.Missing("there is no " + snapshot);
    }

    @Override
    public boolean knows(SnapshotId snapshot) {
        return false;
    }
}
