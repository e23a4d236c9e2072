package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.volume.AttachmentEntity;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.common.id.InstanceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMappingSpecification;

/** What ModifyInstanceAttribute changes of an instance's volumes: whether they go with it. */
final class InstanceVolumeFlags {
    private InstanceVolumeFlags() {}

    /** Sets the flags; returns how many. */
    static int set(
            Session session,
            CallContext context,
            InstanceId id,
            List<InstanceBlockDeviceMappingSpecification> mappings) {
        InstanceRequests.find(session, context, id);
        Map<String, AttachmentEntity> byDevice = Attachments.ofInstance(session, id).stream()
                .collect(Collectors.toMap(AttachmentEntity::device, Function.identity()));
        for (InstanceBlockDeviceMappingSpecification mapping : mappings) {
            String device = Optional.ofNullable(mapping.deviceName())
                    .orElseThrow(() -> Ec2Error.MISSING_PARAMETER.because(
                            "The request must contain the parameter BlockDeviceMapping.DeviceName"));
            AttachmentEntity row = Optional.ofNullable(byDevice.get(device))
                    .orElseThrow(() -> Ec2Error.INVALID_INSTANCE_ATTRIBUTE_VALUE.because(
                            "No device is currently mapped at " + device));
            if (mapping.ebs() == null || mapping.ebs().deleteOnTermination() == null) {
                throw Ec2Error.MISSING_PARAMETER.because(
                        "The request must contain the parameter BlockDeviceMapping.Ebs.DeleteOnTermination");
            }
            String volume = mapping.ebs().volumeId();
            if (volume != null && !volume.equals(row.volume().value())) {
                throw Ec2Error.INVALID_INSTANCE_ATTRIBUTE_VALUE.because(
                        "The volume at " + device + " is " + row.volume() + ", not the one that the request says.");
            }
            if (!Attachments.deleteOnTermination(row, mapping.ebs().deleteOnTermination())) {
                throw Ec2Error.INCORRECT_STATE.because("The volume '" + row.volume() + "' at " + device
                        + " is being detached and will be kept; its DeleteOnTermination cannot be changed any more.");
            }
        }
        return mappings.size();
    }
}
