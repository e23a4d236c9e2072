package io.jarrah.common.authz;

/** The outcome of an access decision. Only {@link #ALLOW} lets the request pass. */
public enum Decision {
    /** At least one statement allows it and none denies it. */
    ALLOW,
    /** A statement denies it; no allowance can outweigh that. */
    EXPLICIT_DENY,
    /** Nothing speaks of it, so it is refused. */
    IMPLICIT_DENY;

    /** Whether the request may pass. */
    public boolean allowed() {
        return this == ALLOW;
    }
}
