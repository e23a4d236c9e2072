package io.jarrah.clc.account;

import io.jarrah.common.state.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cloud's one secret at rest: 32 random bytes in a file that only the service's user may read. All other keys are derived from it by purpose, so that none is used for two things. All CLCs of a cloud need the same file; without it the stored access keys are lost.
 */
public final class MasterKey {
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.complementOf(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

    private final byte[] key;

    MasterKey(byte[] key) {
        this.key = key.clone();
    }

    /**
     * Reads the key, or makes it when there is no such file.
     *
     * @throws IOException when it cannot be read, is damaged, or others may read it; says what to do
     */
    public static MasterKey load(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[BYTES];
            random.nextBytes(fresh);
            DurableFiles.replace(
                    file, (Base64.getEncoder().encodeToString(fresh) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new IOException(file + " holds the cloud's master key but others than its owner may use it;"
                    + " run: chmod 600 " + file);
        }
        try {
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length == BYTES) {
                return new MasterKey(key);
            }
        } catch (IllegalArgumentException notBase64) {
            throw new IOException(file + " is damaged; restore it from your backup", notBase64);
        }
        throw new IOException(file + " is damaged: " + BYTES + " bytes are expected; restore it from your backup");
    }

    /** The 32-byte key for one purpose. */
    public byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("HmacSHA256 is in every Java runtime", missing);
        }
    }
}
