package io.jarrah.common.pki;

/** A key, certificate or request that cannot be made, read or accepted; the message says which and why, never a secret. */
public final class PkiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PkiException(String message) {
        super(message);
    }

    public PkiException(String message, Throwable cause) {
        super(message, cause);
    }
}
