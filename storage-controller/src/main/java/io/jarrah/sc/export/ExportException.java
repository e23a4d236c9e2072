package io.jarrah.sc.export;

/** What was asked of an exporter was not done, or nobody knows whether it was; nothing may be concluded of exports. */
public final class ExportException extends Exception {
    private static final long serialVersionUID = 1L;

    public ExportException(String message) {
        super(message);
    }

    public ExportException(String message, Throwable cause) {
        super(message, cause);
    }
}
