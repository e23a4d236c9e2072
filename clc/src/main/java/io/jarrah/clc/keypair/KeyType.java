package io.jarrah.clc.keypair;

import java.util.Locale;

/** The kinds of keys EC2 knows. */
public enum KeyType {
    /** RSA. */
    RSA,
    /** Ed25519. */
    ED25519;

    /** Its name in the API and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
