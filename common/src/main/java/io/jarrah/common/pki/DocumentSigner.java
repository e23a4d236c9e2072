package io.jarrah.common.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs documents that anybody may check against one published certificate. RSA of 2048 bits, which every tool can verify. */
public final class DocumentSigner {
    private static final String ALGORITHM = "SHA256withRSA";
    private static final int BITS = 2048;
    private static final int SERIAL_BITS = 127;
    private static final Duration LIFE = Duration.ofDays(20 * 365L);
    private static final Duration BACKDATE = Duration.ofHours(1);

    private final PrivateKey key;
    private final X509Certificate certificate;

    private DocumentSigner(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * Reads the key from that key store, or makes it there when there is none.
     *
     * @param name common name of the certificate
     */
    public static DocumentSigner open(Path file, String name, Instant now, SecureRandom random) {
        if (!Files.exists(file)) {
            make(file, name, now, random);
        }
        KeyStoreFile.Entry entry = KeyStoreFile.load(file);
        return new DocumentSigner(entry.key(), entry.chain().getFirst());
    }

    private static void make(Path file, String name, Instant now, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS, random);
            KeyPair pair = generator.generateKeyPair();
            X500Principal subject = new X500Principal("CN=" + name);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    subject,
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(now.minus(BACKDATE)),
                    Date.from(now.plus(LIFE)),
                    subject,
                    pair.getPublic());
            X509Certificate certificate =
                    Pem.certificate(builder.build(new JcaContentSignerBuilder(ALGORITHM).build(pair.getPrivate()))
                            .getEncoded());
            KeyStoreFile.store(file, pair.getPrivate(), List.of(certificate), random);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new PkiException("cannot make a key to sign documents with: " + e.getMessage(), e);
        }
    }

    /** What the signatures are checked against. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The bare signature, PKCS#1 v1.5 over SHA-256. */
    public byte[] signature(byte[] document) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(document);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new PkiException("cannot sign a document: " + e.getMessage(), e);
        }
    }

    /** A CMS (PKCS#7) message in DER that holds the document, the signature and the certificate. */
    public byte[] message(byte[] document) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder().build(ALGORITHM, key, certificate));
            generator.addCertificates(new JcaCertStore(List.of(certificate)));
            return generator
                    .generate(new CMSProcessableByteArray(document), true)
                    .getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException | CMSException | IOException e) {
            throw new PkiException("cannot sign a document: " + e.getMessage(), e);
        }
    }
}
