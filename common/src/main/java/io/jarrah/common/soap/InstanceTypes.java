package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.read;

import io.jarrah.common.contract.BootImages;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ConfigFile;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.InstanceNic;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.id.ReservationId;
import io.jarrah.wsdl.types.BootImagesType;
import io.jarrah.wsdl.types.ConfigFileType;
import io.jarrah.wsdl.types.ConsoleOutputType;
import io.jarrah.wsdl.types.ImageFormatType;
import io.jarrah.wsdl.types.ImageSourceType;
import io.jarrah.wsdl.types.InstanceNicType;
import io.jarrah.wsdl.types.InstancePhaseType;
import io.jarrah.wsdl.types.InstanceRefType;
import io.jarrah.wsdl.types.InstanceSpecType;
import io.jarrah.wsdl.types.ObservedInstanceType;
import io.jarrah.wsdl.types.ObservedInstancesType;
import io.jarrah.wsdl.types.StateReasonType;
import java.util.List;
import java.util.Optional;

/** Maps instances: what is asked of them and what is seen of them. */
final class InstanceTypes {
    private InstanceTypes() {}

    static ImageSourceType toWire(ImageSource image) {
        ImageSourceType wire = new ImageSourceType();
        wire.setId(image.id().value());
        wire.setUrl(image.url().toString());
        wire.setSizeBytes(image.sizeBytes());
        wire.setSha256(image.sha256());
        wire.setFormat(ImageFormatType.fromValue(image.format().name()));
        return wire;
    }

    static ImageSource fromWire(ImageSourceType wire) {
        return read(() -> new ImageSource(
                new ImageId(wire.getId()),
                BasicTypes.uri(wire.getUrl()),
                wire.getSizeBytes(),
                wire.getSha256(),
                ImageSource.Format.valueOf(wire.getFormat().value())));
    }

    static BootImagesType toWire(BootImages images) {
        BootImagesType wire = new BootImagesType();
        wire.setRoot(toWire(images.root()));
        images.kernel().ifPresent(kernel -> wire.setKernel(toWire(kernel)));
        images.ramdisk().ifPresent(ramdisk -> wire.setRamdisk(toWire(ramdisk)));
        return wire;
    }

    static BootImages fromWire(BootImagesType wire) {
        return read(() -> new BootImages(
                fromWire(wire.getRoot()),
                Optional.ofNullable(wire.getKernel()).map(InstanceTypes::fromWire),
                Optional.ofNullable(wire.getRamdisk()).map(InstanceTypes::fromWire)));
    }

    static InstanceNicType toWire(InstanceNic nic) {
        InstanceNicType wire = new InstanceNicType();
        wire.setNetwork(nic.network().value());
        wire.setSegment(nic.segment());
        wire.setMac(nic.mac());
        wire.setPrivateIp(nic.privateIp());
        wire.setMtu(nic.mtu());
        return wire;
    }

    static InstanceNic fromWire(InstanceNicType wire) {
        return read(() -> new InstanceNic(
                new NetworkId(wire.getNetwork()),
                wire.getSegment(),
                wire.getMac(),
                wire.getPrivateIp(),
                wire.getMtu()));
    }

    static InstanceSpecType toWire(InstanceSpec spec) {
        InstanceSpecType wire = new InstanceSpecType();
        wire.setId(spec.id().value());
        wire.setGeneration(spec.generation());
        wire.setAccountId(spec.accountId().value());
        wire.setReservationId(spec.reservationId().value());
        wire.setInstanceType(spec.instanceType());
        wire.setCapacity(BasicTypes.toWire(spec.capacity()));
        wire.setImages(toWire(spec.images()));
        wire.setNic(toWire(spec.nic()));
        wire.setHostname(spec.hostname());
        for (ConfigFile file : spec.configDrive()) {
            ConfigFileType one = new ConfigFileType();
            one.setName(file.name());
            one.setContent(file.content());
            wire.getConfigFile().add(one);
        }
        return wire;
    }

    static InstanceSpec fromWire(InstanceSpecType wire) {
        return read(() -> new InstanceSpec(
                new InstanceId(wire.getId()),
                wire.getGeneration(),
                new AccountId(wire.getAccountId()),
                new ReservationId(wire.getReservationId()),
                wire.getInstanceType(),
                BasicTypes.fromWire(wire.getCapacity()),
                fromWire(wire.getImages()),
                fromWire(wire.getNic()),
                wire.getHostname(),
                BasicTypes.map(wire.getConfigFile(), file -> ConfigFile.of(file.getName(), file.getContent()))));
    }

    static InstanceRefType toWire(InstanceRef ref) {
        InstanceRefType wire = new InstanceRefType();
        wire.setId(ref.id().value());
        wire.setGeneration(ref.generation());
        return wire;
    }

    static InstanceRef fromWire(InstanceRefType wire) {
        return read(() -> new InstanceRef(new InstanceId(wire.getId()), wire.getGeneration()));
    }

    static List<String> ids(List<InstanceId> instances) {
        return BasicTypes.map(instances, InstanceId::value);
    }

    static InstanceId instanceId(String wire) {
        return read(() -> new InstanceId(wire));
    }

    static ObservedInstanceType toWire(ObservedInstance instance) {
        ObservedInstanceType wire = new ObservedInstanceType();
        wire.setId(instance.id().value());
        wire.setGeneration(instance.generation());
        wire.setRebootGeneration(instance.rebootGeneration());
        wire.setPhase(InstancePhaseType.fromValue(instance.phase().name()));
        instance.node().ifPresent(node -> wire.setNode(node.value()));
        wire.setReachable(instance.reachable());
        instance.reason().ifPresent(reason -> wire.setReason(toWire(reason)));
        wire.setSince(instance.since());
        instance.address().ifPresent(wire::setAddress);
        wire.setVolumes(VolumeTypes.toWire(instance.volumes()));
        return wire;
    }

    static ObservedInstance fromWire(ObservedInstanceType wire) {
        return read(() -> new ObservedInstance(
                new InstanceId(wire.getId()),
                wire.getGeneration(),
                wire.getRebootGeneration(),
                InstancePhase.valueOf(wire.getPhase().value()),
                Optional.ofNullable(wire.getNode()).map(NodeName::new),
                wire.isReachable(),
                Optional.ofNullable(wire.getReason()).map(InstanceTypes::fromWire),
                wire.getSince(),
                Optional.ofNullable(wire.getAddress()),
                VolumeTypes.fromWire(wire.getVolumes())));
    }

    static StateReasonType toWire(StateReason reason) {
        StateReasonType wire = new StateReasonType();
        wire.setCode(reason.code());
        wire.setMessage(BasicTypes.text(reason.message()));
        return wire;
    }

    static StateReason fromWire(StateReasonType wire) {
        return new StateReason(wire.getCode(), wire.getMessage());
    }

    static ObservedInstancesType toWire(Changes<ObservedInstance> changes) {
        ObservedInstancesType wire = new ObservedInstancesType();
        wire.setRevision(BasicTypes.toWire(changes.revision()));
        wire.setComplete(changes.complete());
        changes.items().forEach(item -> wire.getItem().add(toWire(item)));
        return wire;
    }

    static Changes<ObservedInstance> fromWire(ObservedInstancesType wire) {
        return new Changes<>(
                BasicTypes.fromWire(wire.getRevision()),
                wire.isComplete(),
                BasicTypes.map(wire.getItem(), InstanceTypes::fromWire));
    }

    static ConsoleOutputType toWire(ConsoleOutput output) {
        ConsoleOutputType wire = new ConsoleOutputType();
        wire.setTimestamp(output.timestamp());
        wire.setTail(output.tail());
        return wire;
    }

    static ConsoleOutput fromWire(ConsoleOutputType wire) {
        return new ConsoleOutput(wire.getTimestamp(), wire.getTail());
    }
}
