package io.jarrah.clc.volume;

import io.jarrah.common.contract.AttachedVolume;
import org.jspecify.annotations.Nullable;

/**
 * The state of an attachment as users see it: a pure function of what is desired and what its node reported. An attachment that is over has no row.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VolumeAttachment.html">VolumeAttachment</a>
 */
public enum AttachmentState {
    /** The guest does not see it yet. */
    ATTACHING("attaching"),
    /** The guest has it. */
    ATTACHED("attached"),
    /** It is being taken from the guest. */
    DETACHING("detaching"),
    /** The guest does not let it go, because it uses it. */
    BUSY("busy");

    private final String apiName;

    AttachmentState(String apiName) {
        this.apiName = apiName;
    }

    /** The name in the API's answers. */
    public String apiName() {
        return apiName;
    }

    /**
     * The state that follows from both.
     *
     * @param granted whether the instance's host may still use the volume
     * @param phase what its node said last; null when it did not speak of it
     * @param reasoned whether the node had something to say about that
     */
    public static AttachmentState of(
            AttachmentDesire desired, boolean granted, AttachedVolume.@Nullable Phase phase, boolean reasoned) {
        return switch (desired) {
            case ATTACHED -> phase == AttachedVolume.Phase.ATTACHED ? ATTACHED : ATTACHING;
            case DETACHED -> granted && phase == AttachedVolume.Phase.DETACHING && reasoned ? BUSY : DETACHING;
        };
    }
}
