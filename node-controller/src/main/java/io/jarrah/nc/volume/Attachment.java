package io.jarrah.nc.volume;

import io.jarrah.common.contract.AttachedVolume;
import io.jarrah.common.contract.AttachedVolume.Phase;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.VolumeId;
import java.util.Optional;

/**
 * What is known of a volume that an instance has, is to have, or is to lose.
 *
 * @param volume the volume
 * @param attachment which attachment of it
 * @param dev name of its disk in the domain, which no other disk of the instance has
 * @param sizeGib GiB that the guest sees, or will
 * @param phase how far it is
 * @param reason why it is not further, when there is something to say
 */
public record Attachment(
        VolumeId volume, long attachment, String dev, int sizeGib, Phase phase, Optional<StateReason> reason) {
    /** Only a wish so far. */
    static Attachment begun(VolumeId volume, long attachment, String dev, int sizeGib) {
        return new Attachment(volume, attachment, dev, sizeGib, Phase.ATTACHING, Optional.empty());
    }

    Attachment in(Phase next) {
        return next == phase ? this : new Attachment(volume, attachment, dev, sizeGib, next, Optional.empty());
    }

    AttachedVolume observed() {
        return new AttachedVolume(volume, attachment, phase, reason);
    }
}
