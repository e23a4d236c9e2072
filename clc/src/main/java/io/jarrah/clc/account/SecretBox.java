package io.jarrah.clc.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals secrets for the database: AES-256-GCM with a fresh nonce, bound to the row they belong to. */
public final class SecretBox {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final String VERSION = "1:";

    private final SecretKeySpec key;
    private final SecureRandom random;

    public SecretBox(MasterKey master, SecureRandom random) {
        this.key = new SecretKeySpec(master.derive("jarrah access keys 1"), "AES");
        this.random = random;
    }

    /** The secret, sealed; opens only with the same {@code owner}. */
    public String seal(String owner, String secret) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
            return VERSION + Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is in every Java runtime", e);
        }
    }

    /**
     * The secret again.
     *
     * @throws IllegalStateException when it was sealed by another master key, for another owner, or changed since
     */
    public String open(String owner, String sealed) {
        try {
            if (!sealed.startsWith(VERSION)) {
                throw new GeneralSecurityException("unknown version");
            }
            byte[] whole = Base64.getDecoder().decode(sealed.substring(VERSION.length()));
            byte[] nonce = Arrays.copyOf(whole, NONCE);
            byte[] secret = cipher(Cipher.DECRYPT_MODE, nonce, owner).doFinal(whole, NONCE, whole.length - NONCE);
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the stored secret of " + owner + " cannot be opened; is the master key the right one?", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
