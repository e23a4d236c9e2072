package io.jarrah.clc.volume.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.VolumeId;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeAttributeResponse;

/**
 * Changes the one attribute of a volume that can be changed. I/O is never disabled here, so it is kept and shown and has no effect.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolumeAttribute.html">ModifyVolumeAttribute</a>
 */
public final class ModifyVolumeAttribute
        implements Operation<ModifyVolumeAttributeRequest, ModifyVolumeAttributeResponse> {
    private final Database database;

    public ModifyVolumeAttribute(Database database) {
        this.database = database;
    }

    @Override
    public ModifyVolumeAttributeResponse execute(CallContext context, ModifyVolumeAttributeRequest request) {
        VolumeId id = VolumeRequests.volume(request.volumeId());
        AttributeBooleanValue enable = request.autoEnableIO();
        if (enable == null || enable.value() == null) {
            throw VolumeRequests.missing("autoEnableIO");
        }
        boolean wanted = enable.value();
        database.write(session -> {
            VolumeRequests.find(session, context, id).autoEnableIo(wanted);
            return id;
        });
        return ModifyVolumeAttributeResponse.builder().build();
    }
}
