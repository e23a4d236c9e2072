package io.jarrah.clc.instance;

import io.jarrah.common.contract.InstancePhase;
import org.jspecify.annotations.Nullable;

/**
 * The state of an instance as users see it: a pure function of what is desired and what was observed.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html">InstanceState</a>
 */
public enum InstanceState {
    /** Being placed, staged or booted. */
    PENDING(0, "pending"),
    /** The domain runs. */
    RUNNING(16, "running"),
    /** It is to go, and something of it may still be there. */
    SHUTTING_DOWN(32, "shutting-down"),
    /** Nothing is left of it. */
    TERMINATED(48, "terminated");

    private final int code;
    private final String apiName;

    InstanceState(int code, String apiName) {
        this.code = code;
        this.apiName = apiName;
    }

    /** The number in the API's answers. */
    public int code() {
        return code;
    }

    /** The name in the API's answers. */
    public String apiName() {
        return apiName;
    }

    /**
     * The state that follows from both.
     *
     * @param phase what was heard last; null when nothing was heard yet
     */
    public static InstanceState of(DesiredState desired, @Nullable InstancePhase phase) {
        if (phase == InstancePhase.TERMINATED) {
            return TERMINATED;
        }
        return switch (desired) {
            case TERMINATED -> SHUTTING_DOWN;
            case RUNNING -> phase == null ? PENDING : ofWanted(phase);
        };
    }

    private static InstanceState ofWanted(InstancePhase phase) {
        return switch (phase) {
            case PENDING, STAGING, BOOTING -> PENDING;
            case RUNNING -> RUNNING;
            case SHUTTING_DOWN -> SHUTTING_DOWN;
            case TERMINATED -> TERMINATED;
        };
    }
}
