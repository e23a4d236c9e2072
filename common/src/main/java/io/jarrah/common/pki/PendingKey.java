package io.jarrah.common.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** A key pair that waits for its certificate, in a file of mode 0600, so that a join broken off goes on with the same key. */
public final class PendingKey {
    private final Path file;

    public PendingKey(Path file) {
        this.file = file;
    }

    /** The key in the file; a fresh one, written there first, when there is none. */
    public KeyPair loadOrCreate(SecureRandom random) {
        try {
            if (Files.exists(file)) {
                return load();
            }
            KeyPair keys = Keys.generate(random);
            Base64.Encoder base64 = Base64.getEncoder();
            String text = base64.encodeToString(keys.getPrivate().getEncoded()) + "\n"
                    + base64.encodeToString(keys.getPublic().getEncoded()) + "\n";
            Files.createDirectories(file.toAbsolutePath().getParent());
            KeyStoreFile.writeSecret(file, text.getBytes(StandardCharsets.US_ASCII));
            return keys;
        } catch (IOException e) {
            throw new PkiException("cannot keep the new key in " + file + ": " + e.getMessage(), e);
        }
    }

    private KeyPair load() throws IOException {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
            KeyFactory factory = KeyFactory.getInstance("EC");
            Base64.Decoder base64 = Base64.getDecoder();
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(base64.decode(lines.get(1)))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines.get(0)))));
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new PkiException(
                    file + " holds no key; remove it, and register the component again if its token was used", e);
        }
    }

    /** Forgets the key; its place is the key store now. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new PkiException("cannot remove " + file + ": " + e.getMessage(), e);
        }
    }
}
