package io.jarrah.common.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/** Key pairs on the one curve that Jarrah's components use: P-256. */
public final class Keys {
    private static final String CURVE = "secp256r1";
    /** SEC 2, section 2.4.2: the prime and order of secp256r1. */
    private static final BigInteger PRIME =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private Keys() {}

    /** A fresh key pair. */
    public static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new PkiException("cannot make a key on the curve " + CURVE + ": " + e.getMessage(), e);
        }
    }

    /** Whether the key is on P-256. */
    public static boolean isP256(PublicKey key) {
        if (!(key instanceof ECPublicKey ec)) {
            return false;
        }
        ECParameterSpec parameters = ec.getParams();
        return parameters.getOrder().equals(ORDER)
                && parameters.getCurve().getField() instanceof ECFieldFp field
                && field.getP().equals(PRIME);
    }
}
