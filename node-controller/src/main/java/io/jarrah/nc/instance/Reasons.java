package io.jarrah.nc.instance;

import io.jarrah.common.contract.StateReason;

/** The state reasons a node gives, in EC2's words (API reference, StateReason). */
final class Reasons {
    static final StateReason USER = new StateReason("Client.UserInitiatedShutdown", "User initiated shutdown");
    static final StateReason GUEST =
            new StateReason("Client.InstanceInitiatedShutdown", "The instance's operating system shut itself down");

    private static final int LIMIT = 400;

    private Reasons() {}

    static StateReason internal(String message) {
        String text = message.length() > LIMIT ? message.substring(0, LIMIT) + "…" : message;
        return new StateReason("Server.InternalError", text);
    }

    static StateReason waiting(String message) {
        return new StateReason(StateReason.PENDING, message.length() > LIMIT ? message.substring(0, LIMIT) : message);
    }
}
