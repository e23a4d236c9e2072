package io.jarrah.clc.snapshot;

import io.jarrah.common.contract.SnapshotPhase;
import org.jspecify.annotations.Nullable;

/**
 * The state of a snapshot as users see it: a pure function of what was observed. One that is not wanted any more does not exist for them, so it has none.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html">Snapshot</a>
 */
public enum SnapshotState {
    /** The data are being kept. */
    PENDING("pending"),
    /** It is whole, and volumes can begin with it. */
    COMPLETED("completed"),
    /** It could not be made, or its storage controller ended it. */
    ERROR("error");

    private final String apiName;

    SnapshotState(String apiName) {
        this.apiName = apiName;
    }

    /** The name in the API's answers. */
    public String apiName() {
        return apiName;
    }

    /**
     * The state of a snapshot that is wanted.
     *
     * @param phase what was heard last; null when nothing was heard yet
     */
    public static SnapshotState of(@Nullable SnapshotPhase phase) {
        if (phase == null) {
            return PENDING;
        }
        return switch (phase) {
            case CREATING -> PENDING;
            case AVAILABLE -> COMPLETED;
            // Nobody asked for its end here.
            case DELETING, DELETED, FAILED -> ERROR;
        };
    }
}
