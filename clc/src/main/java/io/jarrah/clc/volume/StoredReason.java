package io.jarrah.clc.volume;

import io.jarrah.common.contract.StateReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reasons as the columns of rows hold them. */
final class StoredReason {
    private StoredReason() {}

    static Optional<StateReason> of(@Nullable String code, @Nullable String message) {
        return code == null ? Optional.empty() : Optional.of(new StateReason(code, message == null ? "" : message));
    }

    static String clipped(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text;
    }
}
