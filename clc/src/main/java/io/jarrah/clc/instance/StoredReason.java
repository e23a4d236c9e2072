package io.jarrah.clc.instance;

import io.jarrah.common.contract.StateReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reasons as the columns of rows hold them: {@code reason_code VARCHAR(64)}, which is null when there is none, and {@code reason_message VARCHAR(1024)}. */
public final class StoredReason {
    private static final int CODE_LENGTH = 64;
    private static final int MESSAGE_LENGTH = 1024;

    private StoredReason() {}

    /** What both columns say. */
    public static Optional<StateReason> of(@Nullable String code, @Nullable String message) {
        return code == null ? Optional.empty() : Optional.of(new StateReason(code, message == null ? "" : message));
    }

    /** As much of it as the columns hold. */
    public static StateReason clipped(StateReason reason) {
        return new StateReason(clipped(reason.code(), CODE_LENGTH), clipped(reason.message(), MESSAGE_LENGTH));
    }

    private static String clipped(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text;
    }
}
