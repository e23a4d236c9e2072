package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.map;
import static io.jarrah.common.soap.BasicTypes.read;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.wsdl.types.ObservedSnapshotType;
import io.jarrah.wsdl.types.ObservedSnapshotsType;
import io.jarrah.wsdl.types.SnapshotPhaseType;
import io.jarrah.wsdl.types.SnapshotSpecType;
import java.util.List;
import java.util.Optional;

/** Maps snapshots. */
final class SnapshotTypes {
    private SnapshotTypes() {}

    static SnapshotSpecType toWire(SnapshotSpec spec) {
        SnapshotSpecType wire = new SnapshotSpecType();
        wire.setId(spec.id().value());
        wire.setAccountId(spec.accountId().value());
        wire.setVolume(spec.volume().value());
        return wire;
    }

    static SnapshotSpec fromWire(SnapshotSpecType wire) {
        return read(() -> new SnapshotSpec(
                new SnapshotId(wire.getId()), new AccountId(wire.getAccountId()), new VolumeId(wire.getVolume())));
    }

    static List<String> ids(List<SnapshotId> snapshots) {
        return map(snapshots, SnapshotId::value);
    }

    static SnapshotId snapshotId(String wire) {
        return read(() -> new SnapshotId(wire));
    }

    static ObservedSnapshotsType toWire(Changes<ObservedSnapshot> changes) {
        ObservedSnapshotsType wire = new ObservedSnapshotsType();
        wire.setRevision(BasicTypes.toWire(changes.revision()));
        wire.setComplete(changes.complete());
        changes.items().forEach(item -> wire.getItem().add(toWire(item)));
        return wire;
    }

    static Changes<ObservedSnapshot> fromWire(ObservedSnapshotsType wire) {
        return new Changes<>(
                BasicTypes.fromWire(wire.getRevision()),
                wire.isComplete(),
                map(wire.getItem(), SnapshotTypes::fromWire));
    }

    private static ObservedSnapshotType toWire(ObservedSnapshot snapshot) {
        ObservedSnapshotType wire = new ObservedSnapshotType();
        wire.setId(snapshot.id().value());
        wire.setPhase(SnapshotPhaseType.fromValue(snapshot.phase().name()));
        wire.setSizeGib(snapshot.sizeGib());
        wire.setProgress(snapshot.progress());
        snapshot.reason().ifPresent(reason -> wire.setReason(InstanceTypes.toWire(reason)));
        wire.setSince(snapshot.since());
        return wire;
    }

    private static ObservedSnapshot fromWire(ObservedSnapshotType wire) {
        return read(() -> new ObservedSnapshot(
                new SnapshotId(wire.getId()),
                SnapshotPhase.valueOf(wire.getPhase().value()),
                wire.getSizeGib(),
                wire.getProgress(),
                Optional.ofNullable(wire.getReason()).map(InstanceTypes::fromWire),
                wire.getSince()));
    }
}
