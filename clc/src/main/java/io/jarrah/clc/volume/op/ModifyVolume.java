package io.jarrah.clc.volume.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.storage.StorageDesire;
import io.jarrah.clc.volume.NewVolume.Performance;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.VolumeModificationEntity;
import io.jarrah.clc.volume.VolumeModifications;
import io.jarrah.clc.volume.VolumeTraits;
import io.jarrah.clc.volume.VolumeType;
import io.jarrah.clc.volume.VolumeWakeUp;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.db.ContendedWork;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.VolumeId;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeResponse;

/**
 * Makes a volume larger, attached or not, or changes what it is called: type, IOPS and throughput.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html">ModifyVolume</a>
 */
public final class ModifyVolume implements Operation<ModifyVolumeRequest, ModifyVolumeResponse> {
    private final Database database;
    private final VolumeRoom room;
    private final VolumeWakeUp wakeUp;

    public ModifyVolume(Database database, VolumeRoom room, VolumeWakeUp wakeUp) {
        this.database = database;
        this.room = room;
        this.wakeUp = wakeUp;
    }

    private record Modified(ClusterName zone, VolumeModificationEntity modification) {}

    @Override
    public ModifyVolumeResponse execute(CallContext context, ModifyVolumeRequest request) {
        VolumeId id = VolumeRequests.volume(request.volumeId());
        requireSomething(request);
        Modified modified =
                room.inTurn(() -> ContendedWork.write(database, session -> modify(session, context, id, request)));
        wakeUp.storage(modified.zone());
        return ModifyVolumeResponse.builder()
                .volumeModification(ModificationRendering.modification(modified.modification()))
                .build();
    }

    private static void requireSomething(ModifyVolumeRequest request) {
        if (Boolean.TRUE.equals(request.multiAttachEnabled())) {
            throw Ec2Error.UNSUPPORTED_OPERATION.because(
                    "This cloud does not offer volumes that several instances have (MultiAttachEnabled) yet.");
        }
        boolean something = Stream.of(
                        request.size(), request.volumeTypeAsString(), request.iops(), request.throughput())
                .anyMatch(Objects::nonNull);
        if (!something) {
            throw Ec2Error.MISSING_PARAMETER.because(
                    "The request must contain at least one of the parameters size, volumeType, iops, throughput");
        }
    }

    private Modified modify(Session session, CallContext context, VolumeId id, ModifyVolumeRequest request) {
        VolumeEntity volume = VolumeRequests.find(session, context, id);
        requirePresent(volume);
        if (VolumeModifications.underWay(session, Set.of(id)).containsKey(id)) {
            throw Ec2Error.INCORRECT_MODIFICATION_STATE.because(
                    "The volume '" + id + "' is being modified; wait until that is completed.");
        }
        VolumeTraits target = target(volume.traits(), request);
        room.requireMore(session, context, target.sizeGib() - volume.sizeGib());
        return new Modified(
                volume.zone(),
                VolumeModifications.begin(session, volume, target, context.correlation(), context.now()));
    }

    private static void requirePresent(VolumeEntity volume) {
        boolean present = volume.desired() == StorageDesire.PRESENT
                && volume.observed().phase().equals(Optional.of(VolumePhase.AVAILABLE));
        if (!present) {
            throw Ec2Error.INCORRECT_STATE.because("The volume '" + volume.id() + "' is in the '"
                    + volume.state(false).apiName() + "' state, not 'available' or 'in-use'.");
        }
        if (!volume.observed().inSight()) {
            throw Ec2Error.INCORRECT_STATE.because("The storage controller of zone '" + volume.zone()
                    + "' does not know the volume '" + volume.id() + "' at present, so it cannot be modified.");
        }
    }

    /** What is not said stays; IOPS and throughput of one type mean nothing for another. */
    private static VolumeTraits target(VolumeTraits original, ModifyVolumeRequest request) {
        VolumeType type = VolumeSizes.type(request.volumeTypeAsString()).orElse(original.type());
        int size = Optional.ofNullable(request.size()).orElse(original.sizeGib());
        if (size < original.sizeGib()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("New size cannot be smaller than existing size: " + size
                    + " GiB is less than " + original.sizeGib() + ".");
        }
        VolumeSizes.require(size, type);
        Performance kept = type == original.type() ? original.performance() : Performance.USUAL;
        Integer iops = Optional.ofNullable(request.iops()).or(kept::iops).orElse(null);
        Integer throughput =
                Optional.ofNullable(request.throughput()).or(kept::throughput).orElse(null);
        return new VolumeTraits(size, type, VolumePerformance.of(type, size, iops, throughput));
    }
}
