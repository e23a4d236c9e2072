package io.jarrah.cc.metadata;

import io.jarrah.common.id.InstanceId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * IMDSv2 session tokens: the instance and the expiry under a HMAC, so that nothing has to be remembered. A token of
 * another instance, of another relay or of an earlier start is not valid; clients fetch a new one then.
 */
final class MetadataTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAX_LENGTH = 200;

    private final SecretKeySpec key;
    private final InstantSource clock;

    /**
     * Tokens under that key.
     *
     * @param key 32 random bytes
     */
    MetadataTokens(byte[] key, InstantSource clock) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
    }

    String issue(InstanceId instance, int ttlSeconds) {
        long expires = clock.instant().plusSeconds(ttlSeconds).getEpochSecond();
        return expires + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac(instance, expires));
    }

    boolean isValid(InstanceId instance, String token) {
        int dot = token.indexOf('.');
        if (token.length() > MAX_LENGTH || dot < 1 || !token.substring(0, dot).matches("[0-9]{1,12}")) {
            return false;
        }
        long expires = Long.parseLong(token.substring(0, dot));
        String expected =
                expires + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac(instance, expires));
        return MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8))
                && clock.instant().isBefore(Instant.ofEpochSecond(expires));
    }

    private byte[] mac(InstanceId instance, long expires) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal((instance + "|" + expires).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }
}
