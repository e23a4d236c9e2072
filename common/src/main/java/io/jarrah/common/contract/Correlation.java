package io.jarrah.common.contract;

/**
 * Follows one API request through all services: the request id the user was answered, in every log line and message it causes.
 *
 * @param id 1 to 64 letters, digits and hyphens
 */
public record Correlation(String id) {
    private static final java.util.regex.Pattern FORM = java.util.regex.Pattern.compile("[A-Za-z0-9-]{1,64}");

    public Correlation {
        if (!FORM.matcher(id).matches()) {
            throw new IllegalArgumentException("not a correlation id: 1 to 64 letters, digits and hyphens are allowed");
        }
    }

    /** For work that no request caused, such as a timer's. */
    public static Correlation random() {
        return new Correlation(java.util.UUID.randomUUID().toString());
    }
}
