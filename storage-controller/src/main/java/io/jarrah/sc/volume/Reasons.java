package io.jarrah.sc.volume;

import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.VolumeId;

/** The reasons a storage controller gives, in the form of EC2's state reasons. */
final class Reasons {
    private static final int LIMIT = 400;

    private Reasons() {}

    static StateReason noRoom(VolumeId id, int gib, long roomGib) {
        return new StateReason(
                "Server.InsufficientVolumeCapacity",
                id + " needs " + gib + " GiB, but only " + Math.max(0, roomGib)
                        + " GiB of this zone's volumes are free");
    }

    static StateReason internal(String message) {
        return new StateReason("Server.InternalError", shortened(message));
    }

    static StateReason waiting(String message) {
        return new StateReason(StateReason.PENDING, shortened(message));
    }

    private static String shortened(String message) {
        return message.length() > LIMIT ? message.substring(0, LIMIT) + "…" : message;
    }
}
