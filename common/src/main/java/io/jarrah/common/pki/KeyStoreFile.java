package io.jarrah.common.pki;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** One key and its chain in a PKCS#12 file of mode 0600; its random password lies beside it, 0600 too, so that no copy of one file alone opens. */
final class KeyStoreFile {
    private static final String ALIAS = "key";
    private static final int PASSWORD_BYTES = 24;
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private KeyStoreFile() {}

    /** A private key and its certificates, leaf first. */
    record Entry(PrivateKey key, List<X509Certificate> chain) {}

    static Path passwordFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".password");
    }

    static Entry load(Path file) {
        try {
            refuseOpenFiles(file);
            char[] password = Files.readString(passwordFile(file), StandardCharsets.US_ASCII)
                    .strip()
                    .toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(Files.readAllBytes(file)), password);
            Certificate[] chain = store.getCertificateChain(ALIAS);
            if (chain == null || !(store.getKey(ALIAS, password) instanceof PrivateKey key)) {
                throw new PkiException("the key store " + file + " has no key under \"" + ALIAS + "\"");
            }
            return new Entry(
                    key, Arrays.stream(chain).map(c -> (X509Certificate) c).toList());
        } catch (IOException | GeneralSecurityException e) {
            throw new PkiException(
                    "cannot read the key store " + file + " with the password in " + passwordFile(file) + ": "
                            + e.getMessage() + "; restore both files or let the component join again",
                    e);
        }
    }

    static void store(Path file, PrivateKey key, List<X509Certificate> chain, SecureRandom random) {
        try {
            byte[] secret = new byte[PASSWORD_BYTES];
            random.nextBytes(secret);
            String password = Base64.getUrlEncoder().encodeToString(secret);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, password.toCharArray(), chain.toArray(new Certificate[0]));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password.toCharArray());
            Files.createDirectories(file.toAbsolutePath().getParent());
            // The key store's rename comes last: it is the moment from which the pair counts as there.
            writeSecret(passwordFile(file), password.getBytes(StandardCharsets.US_ASCII));
            writeSecret(file, bytes.toByteArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new PkiException("cannot write the key store " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes a file that only its owner may read, durably, in one step. */
    static void writeSecret(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void refuseOpenFiles(Path file) throws IOException {
        for (Path secret : List.of(file, passwordFile(file))) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(secret);
            if (permissions.stream().anyMatch(OTHERS::contains)) {
                throw new PkiException(secret + " holds a secret but others may open it ("
                        + PosixFilePermissions.toString(permissions) + "); run chmod 600 on it");
            }
        }
    }
}
