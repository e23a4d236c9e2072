package io.jarrah.common.contract;

/**
 * Why a thing is in its state, in EC2's words (StateReason of DescribeInstances).
 *
 * @param code {@link #PENDING} while what is wanted may still come, else such as Client.UserInitiatedShutdown, Client.InstanceInitiatedShutdown, Server.InternalError or Server.InsufficientInstanceCapacity
 * @param message one sentence for the user, without secrets
 */
public record StateReason(String code, String message) {
    /** What is wanted is not there yet; the message says what it waits for. */
    public static final String PENDING = "pending";

    /** Whether what is wanted may still come. */
    public boolean isPending() {
        return code.equals(PENDING);
    }
}
