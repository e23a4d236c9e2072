package io.jarrah.clc.action;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Texts as requests have them. */
public final class RequestTexts {
    private static final int SHOWN = 64;

    private RequestTexts() {}

    /** The text, unless there is none: clients send an empty parameter for one that they do not set. What authorises a request must see it as what executes it does. */
    public static Optional<String> present(@Nullable String text) {
        return text == null || text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** As much of it as an error message repeats: its first 64 characters. */
    public static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
