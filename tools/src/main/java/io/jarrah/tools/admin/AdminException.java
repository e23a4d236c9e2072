package io.jarrah.tools.admin;

/** A call that did not succeed; the message is for the administrator and says what to do. */
final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AdminException(String message) {
        super(message);
    }

    AdminException(String message, Throwable cause) {
        super(message, cause);
    }
}
