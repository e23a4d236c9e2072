package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.map;
import static io.jarrah.common.soap.BasicTypes.read;

import io.jarrah.common.contract.AttachedVolume;
import io.jarrah.common.contract.AttachedVolumes;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ChapCredential;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.wsdl.types.AttachedVolumeType;
import io.jarrah.wsdl.types.AttachedVolumesType;
import io.jarrah.wsdl.types.AttachmentPhaseType;
import io.jarrah.wsdl.types.ChapCredentialType;
import io.jarrah.wsdl.types.InstanceVolumesType;
import io.jarrah.wsdl.types.ObservedVolumeType;
import io.jarrah.wsdl.types.ObservedVolumesType;
import io.jarrah.wsdl.types.VolumeConnectionType;
import io.jarrah.wsdl.types.VolumeExportType;
import io.jarrah.wsdl.types.VolumeGrantType;
import io.jarrah.wsdl.types.VolumePhaseType;
import io.jarrah.wsdl.types.VolumeProtocolType;
import io.jarrah.wsdl.types.VolumeRefType;
import io.jarrah.wsdl.types.VolumeSpecType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps volumes: at the storage controller, and at the instances that have them. */
final class VolumeTypes {
    private VolumeTypes() {}

    static VolumeSpecType toWire(VolumeSpec spec) {
        VolumeSpecType wire = new VolumeSpecType();
        wire.setId(spec.id().value());
        wire.setGeneration(spec.generation());
        wire.setAccountId(spec.accountId().value());
        wire.setSizeGib(spec.sizeGib());
        spec.source().ifPresent(snapshot -> wire.setSource(snapshot.value()));
        spec.grant().ifPresent(grant -> wire.setGrant(toWire(grant)));
        return wire;
    }

    static VolumeSpec fromWire(VolumeSpecType wire) {
        return read(() -> new VolumeSpec(
                new VolumeId(wire.getId()),
                wire.getGeneration(),
                new AccountId(wire.getAccountId()),
                wire.getSizeGib(),
                Optional.ofNullable(wire.getSource()).map(SnapshotId::new),
                Optional.ofNullable(wire.getGrant()).map(VolumeTypes::fromWire)));
    }

    private static VolumeGrantType toWire(VolumeGrant grant) {
        VolumeGrantType wire = new VolumeGrantType();
        wire.setAttachment(grant.attachment());
        wire.setInitiator(grant.initiator());
        wire.setChap(toWire(grant.chap()));
        return wire;
    }

    private static VolumeGrant fromWire(VolumeGrantType wire) {
        return new VolumeGrant(wire.getAttachment(), wire.getInitiator(), fromWire(wire.getChap()));
    }

    private static ChapCredentialType toWire(ChapCredential chap) {
        ChapCredentialType wire = new ChapCredentialType();
        wire.setUser(chap.user());
        wire.setSecret(chap.secret());
        return wire;
    }

    private static ChapCredential fromWire(ChapCredentialType wire) {
        return new ChapCredential(wire.getUser(), wire.getSecret());
    }

    static VolumeRefType toWire(VolumeRef ref) {
        VolumeRefType wire = new VolumeRefType();
        wire.setId(ref.id().value());
        wire.setGeneration(ref.generation());
        return wire;
    }

    static VolumeRef fromWire(VolumeRefType wire) {
        return read(() -> new VolumeRef(new VolumeId(wire.getId()), wire.getGeneration()));
    }

    static List<String> ids(List<VolumeId> volumes) {
        return map(volumes, VolumeId::value);
    }

    static VolumeId volumeId(String wire) {
        return read(() -> new VolumeId(wire));
    }

    private static VolumeExportType toWire(VolumeExport export) {
        VolumeExportType wire = new VolumeExportType();
        wire.setAttachment(export.attachment());
        wire.setProtocol(VolumeProtocolType.fromValue(export.protocol().name()));
        wire.setHost(export.host());
        wire.setPort(export.port());
        wire.setTarget(export.target());
        wire.setLun(export.lun());
        return wire;
    }

    private static VolumeExport fromWire(VolumeExportType wire) {
        return new VolumeExport(
                wire.getAttachment(),
                VolumeExport.Protocol.valueOf(wire.getProtocol().value()),
                wire.getHost(),
                wire.getPort(),
                wire.getTarget(),
                wire.getLun());
    }

    static ObservedVolumesType toWire(Changes<ObservedVolume> changes) {
        ObservedVolumesType wire = new ObservedVolumesType();
        wire.setRevision(BasicTypes.toWire(changes.revision()));
        wire.setComplete(changes.complete());
        changes.items().forEach(item -> wire.getItem().add(toWire(item)));
        return wire;
    }

    static Changes<ObservedVolume> fromWire(ObservedVolumesType wire) {
        return new Changes<>(
                BasicTypes.fromWire(wire.getRevision()), wire.isComplete(), map(wire.getItem(), VolumeTypes::fromWire));
    }

    private static ObservedVolumeType toWire(ObservedVolume volume) {
        ObservedVolumeType wire = new ObservedVolumeType();
        wire.setId(volume.id().value());
        wire.setGeneration(volume.generation());
        wire.setPhase(VolumePhaseType.fromValue(volume.phase().name()));
        wire.setSizeGib(volume.sizeGib());
        volume.export().ifPresent(export -> wire.setExport(toWire(export)));
        volume.reason().ifPresent(reason -> wire.setReason(InstanceTypes.toWire(reason)));
        wire.setSince(volume.since());
        return wire;
    }

    private static ObservedVolume fromWire(ObservedVolumeType wire) {
        return read(() -> new ObservedVolume(
                new VolumeId(wire.getId()),
                wire.getGeneration(),
                VolumePhase.valueOf(wire.getPhase().value()),
                wire.getSizeGib(),
                Optional.ofNullable(wire.getExport()).map(VolumeTypes::fromWire),
                Optional.ofNullable(wire.getReason()).map(InstanceTypes::fromWire),
                wire.getSince()));
    }

    static InstanceVolumesType toWire(InstanceVolumes volumes) {
        InstanceVolumesType wire = new InstanceVolumesType();
        wire.setInstance(volumes.instance().value());
        wire.setGeneration(volumes.generation());
        volumes.volumes().forEach(connection -> wire.getVolume().add(toWire(connection)));
        return wire;
    }

    static InstanceVolumes fromWire(InstanceVolumesType wire) {
        return read(() -> new InstanceVolumes(
                InstanceTypes.instanceId(wire.getInstance()),
                wire.getGeneration(),
                map(wire.getVolume(), VolumeTypes::fromWire)));
    }

    private static VolumeConnectionType toWire(VolumeConnection connection) {
        VolumeConnectionType wire = new VolumeConnectionType();
        wire.setVolume(connection.volume().value());
        wire.setDevice(connection.device());
        wire.setSizeGib(connection.sizeGib());
        wire.setExport(toWire(connection.export()));
        wire.setInitiator(connection.initiator());
        wire.setChap(toWire(connection.chap()));
        return wire;
    }

    private static VolumeConnection fromWire(VolumeConnectionType wire) {
        return new VolumeConnection(
                new VolumeId(wire.getVolume()),
                wire.getDevice(),
                wire.getSizeGib(),
                fromWire(wire.getExport()),
                wire.getInitiator(),
                fromWire(wire.getChap()));
    }

    /** Null, which is an element left out, for an instance that never had a volume: who does not know of volumes refuses the element. */
    static @Nullable AttachedVolumesType toWire(AttachedVolumes volumes) {
        if (volumes.equals(AttachedVolumes.NONE)) {
            return null;
        }
        AttachedVolumesType wire = new AttachedVolumesType();
        wire.setGeneration(volumes.generation());
        for (AttachedVolume volume : volumes.volumes()) {
            AttachedVolumeType one = new AttachedVolumeType();
            one.setVolume(volume.volume().value());
            one.setAttachment(volume.attachment());
            one.setPhase(AttachmentPhaseType.fromValue(volume.phase().name()));
            volume.reason().ifPresent(reason -> one.setReason(InstanceTypes.toWire(reason)));
            wire.getVolume().add(one);
        }
        return wire;
    }

    static AttachedVolumes fromWire(@Nullable AttachedVolumesType wire) {
        return wire == null
                ? AttachedVolumes.NONE
                : new AttachedVolumes(wire.getGeneration(), map(wire.getVolume(), VolumeTypes::fromWire));
    }

    private static AttachedVolume fromWire(AttachedVolumeType wire) {
        return new AttachedVolume(
                new VolumeId(wire.getVolume()),
                wire.getAttachment(),
                AttachedVolume.Phase.valueOf(wire.getPhase().value()),
                Optional.ofNullable(wire.getReason()).map(InstanceTypes::fromWire));
    }
}
