package io.jarrah.common.sign;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A SigV2 signature as read from a request. Its dates are checked; to verify it takes the secret, which the identity service keeps.
 *
 * @param accessKeyId the access key the sender claims
 * @param algorithm {@code HmacSHA1} or {@code HmacSHA256}
 * @param stringsToSign what the sender may have signed, likeliest first: clients differ in whether the port belongs to the host. All name the same request
 * @param signature in Base64
 * @param securityToken session token of temporary credentials
 */
public record SigV2Signature(
        String accessKeyId,
        String algorithm,
        List<String> stringsToSign,
        String signature,
        Optional<String> securityToken)
        implements ParsedSignature {
    /** Copies the list. */
    public SigV2Signature {
        stringsToSign = List.copyOf(stringsToSign);
    }

    /** Leaves the session token out. */
    @Override
    public String toString() {
        return "SigV2Signature[" + accessKeyId + ", " + algorithm + "]";
    }

    /** Whether that secret made the signature, of any of the strings to sign. */
    public boolean matches(String secretKey) {
        boolean any = false;
        for (String stringToSign : stringsToSign) {
            any |= matches(secretKey, algorithm, stringToSign, signature);
        }
        return any;
    }

    /** Whether that secret made a signature, in constant time. An algorithm other than the two makes no signature. */
    public static boolean matches(String secretKey, String algorithm, String stringToSign, String signature) {
        if (!algorithm.equals("HmacSHA1") && !algorithm.equals("HmacSHA256")) {
            return false;
        }
        return SigV4Keys.same(sign(secretKey, algorithm, stringToSign), signature);
    }

    /** The signature of a text, in Base64. */
    public static String sign(String secretKey, String algorithm, String stringToSign) {
        byte[] mac = SigV4Keys.hmac(algorithm, secretKey.getBytes(StandardCharsets.UTF_8), stringToSign);
        return Base64.getEncoder().encodeToString(mac);
    }
}
