package io.jarrah.common.pki;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a component proves itself with: its private key, its certificate, and the authority it trusts. Immutable. */
public final class KeyMaterial {
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final X509Certificate authority;
    private final String fingerprint;
    private final CertificateSubject subject;

    /** Puts the parts together; {@link PkiException} when the authority did not issue the certificate. */
    public KeyMaterial(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
        this.key = key;
        this.certificate = certificate;
        this.authority = authority;
        CertificateAuthority.requireIssued(certificate, authority);
        this.fingerprint = Fingerprints.of(certificate);
        this.subject = CertificateSubject.of(certificate);
    }

    /** Reads a key store that {@link #store} wrote. {@link PkiException} when it is missing, damaged or open to others. */
    public static KeyMaterial load(Path file) {
        KeyStoreFile.Entry entry = KeyStoreFile.load(file);
        if (entry.chain().size() != 2) {
            throw new PkiException("the key store " + file + " holds a chain of "
                    + entry.chain().size() + " certificates; the component's and the authority's were expected");
        }
        return new KeyMaterial(
                entry.key(), entry.chain().getFirst(), entry.chain().getLast());
    }

    /** Whether there is a key store to load. */
    public static boolean exists(Path file) {
        return Files.exists(file);
    }

    /** Writes the key store (PKCS#12, mode 0600, password beside it in FILE.password), durably and in one step. */
    public void store(Path file, SecureRandom random) {
        KeyStoreFile.store(file, key, chain(), random);
    }

    /** The private key. It never leaves the machine. */
    public PrivateKey key() {
        return key;
    }

    /** The component's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The certificate of the cloud's authority. */
    public X509Certificate authority() {
        return authority;
    }

    /** Own certificate first, then the authority's. */
    public List<X509Certificate> chain() {
        return List.of(certificate, authority);
    }

    /** SHA-256 of the own certificate, 64 lower-case hex digits. */
    public String fingerprint() {
        return fingerprint;
    }

    /** SHA-256 of the authority's certificate, 64 lower-case hex digits. */
    public String authorityFingerprint() {
        return Fingerprints.of(authority);
    }

    /** Who the component is. */
    public CertificateSubject subject() {
        return subject;
    }

    @Override
    public String toString() {
        return "KeyMaterial[" + subject.distinguishedName() + "]";
    }
}
