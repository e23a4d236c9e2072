package io.jarrah.sc.volume;

import io.jarrah.common.contract.StateReason;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BackendException.Kind;

/** The reasons a storage controller gives, in the form of EC2's state reasons. */
public final class Reasons {
    private static final int LIMIT = 400;
    private static final String NO_ROOM = "Server.InsufficientVolumeCapacity";

    private Reasons() {}

    /**
     * It needs more than is free.
     *
     * @param id of a volume or snapshot
     */
    public static StateReason noRoom(Object id, int gib, long roomGib) {
        return new StateReason(
                NO_ROOM,
                id + " needs " + gib + " GiB, but only " + Math.max(0, roomGib)
                        + " GiB of this zone's volumes are free");
    }

    /** What the backend could not do, and is not tried again. */
    public static StateReason failure(BackendException e) {
        return new StateReason(
                e.kind() == Kind.FULL ? NO_ROOM : "Server.InternalError", shortened(String.valueOf(e.getMessage())));
    }

    /** It is not the user's doing. */
    public static StateReason internal(String message) {
        return new StateReason("Server.InternalError", shortened(message));
    }

    /** What was asked for cannot be. */
    public static StateReason refused(String code, String message) {
        return new StateReason("Client." + code, shortened(message));
    }

    /** It will be as it is wanted, but not yet. */
    public static StateReason waiting(String message) {
        return new StateReason(StateReason.PENDING, shortened(message));
    }

    private static String shortened(String message) {
        return message.length() > LIMIT ? message.substring(0, LIMIT) + "…" : message;
    }
}
