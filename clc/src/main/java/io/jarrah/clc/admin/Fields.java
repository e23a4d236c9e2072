package io.jarrah.clc.admin;

import io.jarrah.clc.action.QueryError;
import org.jspecify.annotations.Nullable;

/** Required members of a request. */
final class Fields {
    private Fields() {}

    static String required(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw QueryError.VALIDATION_ERROR.because("The request must have a \"" + name + "\"");
        }
        return value;
    }

    static int required(String name, @Nullable Integer value) {
        if (value == null) {
            throw QueryError.VALIDATION_ERROR.because("The request must have a \"" + name + "\"");
        }
        return value;
    }
}
