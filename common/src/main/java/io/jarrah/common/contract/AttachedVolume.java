package io.jarrah.common.contract;

import io.jarrah.common.id.VolumeId;
import java.util.Optional;

/**
 * One volume that an instance has, or is about to have or to lose.
 *
 * @param volume the volume
 * @param attachment which attachment of it, see {@link VolumeGrant}
 * @param phase how far it is
 * @param reason why it is not further, when there is something to say
 */
public record AttachedVolume(VolumeId volume, long attachment, Phase phase, Optional<StateReason> reason) {
    /** How far an attachment is. */
    public enum Phase {
        /** The guest does not see it yet. */
        ATTACHING,
        /** The guest has it. */
        ATTACHED,
        /** The guest was asked to let it go and has not yet: its host may still write to it. */
        DETACHING
    }

    /** What the guest has, and nothing to say of it. */
    public static AttachedVolume attached(VolumeConnection connection) {
        return new AttachedVolume(
                connection.volume(), connection.export().attachment(), Phase.ATTACHED, Optional.empty());
    }

    /** Whether it is the same attachment, however far it is. */
    public boolean isSame(AttachedVolume other) {
        return volume.equals(other.volume) && attachment == other.attachment;
    }
}
