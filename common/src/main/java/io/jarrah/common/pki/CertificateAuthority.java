package io.jarrah.common.pki;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The cloud's own certificate authority, run by the cloud controller: EC P-256, self-signed, issues component certificates directly. */
public final class CertificateAuthority {
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;
    private static final Duration CA_LIFE = Duration.ofDays(20 * 365L);
    private static final Duration COMPONENT_LIFE = Duration.ofDays(5 * 365L);
    /** Certificates are valid a little earlier than they are made, for hosts whose clocks lag. */
    private static final Duration BACKDATE = Duration.ofHours(1);

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern DNS = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final InstantSource clock;
    private final SecureRandom random;

    private CertificateAuthority(
            PrivateKey key, X509Certificate certificate, InstantSource clock, SecureRandom random) {
        this.key = key;
        this.certificate = certificate;
        this.clock = clock;
        this.random = random;
    }

    /** A new authority, in memory only. */
    public static CertificateAuthority create(InstantSource clock, SecureRandom random) {
        KeyPair keys = Keys.generate(random);
        BigInteger serial = serial(random);
        X500Principal name =
                new X500Principal("CN=Jarrah CA " + serial.toString(16).substring(0, 8) + ",O=Jarrah");
        Instant now = clock.instant();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name, serial, Date.from(now.minus(BACKDATE)), Date.from(now.plus(CA_LIFE)), name, keys.getPublic());
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(keys.getPublic()));
            X509Certificate certificate = sign(builder, keys.getPrivate());
            return new CertificateAuthority(keys.getPrivate(), certificate, clock, random);
        } catch (GeneralSecurityException | CertIOException e) {
            throw new PkiException("cannot make the certificate authority: " + e.getMessage(), e);
        }
    }

    /** Reads the authority from its key store, or makes it there when the file is missing. */
    public static CertificateAuthority loadOrCreate(Path file, InstantSource clock, SecureRandom random) {
        if (Files.exists(file)) {
            KeyStoreFile.Entry entry = KeyStoreFile.load(file);
            return new CertificateAuthority(entry.key(), entry.chain().getFirst(), clock, random);
        }
        CertificateAuthority made = create(clock, random);
        KeyStoreFile.store(file, made.key, List.of(made.certificate), random);
        return made;
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** SHA-256 of the authority's certificate, as it stands in join tokens. */
    public String fingerprint() {
        return Fingerprints.of(certificate);
    }

    /**
     * A certificate for a component.
     *
     * @param key the component's public key, on P-256
     * @param hosts IPv4 addresses or DNS names of its endpoint, one or more; callers accept no other
     */
    public X509Certificate issue(PublicKey key, CertificateSubject subject, Collection<String> hosts) {
        if (!Keys.isP256(key)) {
            throw new PkiException("the key of " + subject.distinguishedName() + " is not on P-256");
        }
        Instant now = clock.instant();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    certificate,
                    serial(random),
                    Date.from(now.minus(BACKDATE)),
                    Date.from(now.plus(COMPONENT_LIFE)),
                    new X500Principal(subject.distinguishedName()),
                    key);
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(certificate));
            builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
            return sign(builder, this.key);
        } catch (GeneralSecurityException | CertIOException e) {
            throw new PkiException(
                    "cannot make the certificate of " + subject.distinguishedName() + ": " + e.getMessage(), e);
        }
    }

    /** A fresh key with its certificate, for a component in the same process: the cloud controller itself, and tests. */
    public KeyMaterial issueNew(CertificateSubject subject, Collection<String> hosts) {
        KeyPair keys = Keys.generate(random);
        return new KeyMaterial(keys.getPrivate(), issue(keys.getPublic(), subject, hosts), certificate);
    }

    static void requireIssued(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new PkiException(
                    "the certificate of " + certificate.getSubjectX500Principal() + " was not issued by "
                            + authority.getSubjectX500Principal(),
                    e);
        }
    }

    private static GeneralNames names(Collection<String> hosts) {
        if (hosts.isEmpty()) {
            throw new PkiException("a certificate needs the host of its endpoint");
        }
        return new GeneralNames(
                new TreeSet<>(hosts).stream().map(CertificateAuthority::name).toArray(GeneralName[]::new));
    }

    private static GeneralName name(String host) {
        if (IPV4.matcher(host).matches()) {
            return new GeneralName(GeneralName.iPAddress, host);
        }
        if (host.length() > 253 || !DNS.matcher(host).matches()) {
            throw new PkiException("the host \"" + host + "\" is neither an IPv4 address nor a DNS name");
        }
        return new GeneralName(GeneralName.dNSName, host);
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return Pem.certificate(builder.build(new JcaContentSignerBuilder(ALGORITHM).build(key))
                    .getEncoded());
        } catch (OperatorCreationException | java.io.IOException e) {
            throw new PkiException("cannot sign a certificate: " + e.getMessage(), e);
        }
    }
}
