package io.jarrah.clc.keypair;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Amazon's fingerprints, each checkable with the user's own tools.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html">Verify the fingerprint of your key pair</a>
 */
public final class Fingerprints {
    private Fingerprints() {}

    /** Of a key pair made here: SHA-1 of the private key's PKCS#8 DER for RSA, {@code ssh-keygen -l} for Ed25519. */
    public static String ofCreated(PublicKeyLine key, byte[] pkcs8) {
        return key.type() == KeyType.RSA ? PublicKeys.colonHex(digest("SHA-1", pkcs8)) : sha256(key);
    }

    /** Of an imported public key: MD5 of its DER for RSA, {@code ssh-keygen -l} for Ed25519. */
    public static String ofImported(PublicKeyLine key) {
        return key.type() == KeyType.RSA ? PublicKeys.colonHex(digest("MD5", key.der())) : sha256(key);
    }

    private static String sha256(PublicKeyLine key) {
        return Base64.getEncoder().encodeToString(digest("SHA-256", key.blob()));
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is in every Java runtime", e);
        }
    }
}
