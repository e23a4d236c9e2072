package io.jarrah.clc.volume;

import io.jarrah.clc.storage.StorageDesire;
import io.jarrah.common.contract.VolumePhase;
import org.jspecify.annotations.Nullable;

/**
 * The state of a volume as users see it: a pure function of what is desired and what was observed.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Volume.html">Volume</a>
 */
public enum VolumeState {
    /** Space is being made for it. */
    CREATING("creating"),
    /** It is there and nobody has it. */
    AVAILABLE("available"),
    /** An instance has it, or is about to have or to lose it. */
    IN_USE("in-use"),
    /** It is to go, and something of it may still be there. */
    DELETING("deleting"),
    /** Nothing is left of it; it is not described any more. */
    DELETED("deleted"),
    /** It could not be made, or its storage controller lost it. */
    ERROR("error");

    private final String apiName;

    VolumeState(String apiName) {
        this.apiName = apiName;
    }

    /** The name in the API's answers. */
    public String apiName() {
        return apiName;
    }

    /**
     * The state that follows from all three.
     *
     * @param phase what was heard last; null when nothing was heard yet
     * @param attached whether there is an attachment, however far it is
     */
    public static VolumeState of(StorageDesire desired, @Nullable VolumePhase phase, boolean attached) {
        if (desired == StorageDesire.DELETED) {
            return phase == VolumePhase.DELETED ? DELETED : DELETING;
        }
        if (attached) {
            return IN_USE;
        }
        if (phase == null) {
            return CREATING;
        }
        return switch (phase) {
            case CREATING -> CREATING;
            case AVAILABLE -> AVAILABLE;
            // Nobody asked for its end here.
            case DELETING, DELETED, FAILED -> ERROR;
        };
    }
}
