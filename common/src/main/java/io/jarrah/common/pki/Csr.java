package io.jarrah.common.pki;

import io.jarrah.common.contract.ComponentRole;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A PKCS#10 certificate request whose signature was found good. Its subject says who asks; the authority decides what goes into the certificate.
 *
 * @param publicKey the asker's key, on P-256
 * @param role subject OU
 * @param name subject CN
 */
public record Csr(PublicKey publicKey, ComponentRole role, String name) {
    private static final String TYPE = "CERTIFICATE REQUEST";
    private static final int MAX_CHARACTERS = 8192;

    /** A request as PEM, signed with the key it is for. */
    public static String create(KeyPair keys, ComponentRole role, String name) {
        String subject = new CertificateSubject(role, name, Optional.empty()).distinguishedName();
        try {
            byte[] der = new JcaPKCS10CertificationRequestBuilder(new X500Principal(subject), keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
            return Pem.format(TYPE, der);
        } catch (OperatorCreationException | IOException e) {
            throw new PkiException("cannot make a certificate request for " + subject + ": " + e.getMessage(), e);
        }
    }

    /** Reads a request and checks that the asker holds the key. {@link PkiException} when anything is wrong with it. */
    public static Csr parse(String pem) {
        if (pem.length() > MAX_CHARACTERS) {
            throw new PkiException("a certificate request of more than " + MAX_CHARACTERS + " characters");
        }
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(
                    new PKCS10CertificationRequest(Pem.parse(TYPE, pem)).toASN1Structure());
            PublicKey key = request.getPublicKey();
            if (!Keys.isP256(key)) {
                throw new PkiException("the certificate request is not for a P-256 key");
            }
            ContentVerifierProvider verifier = new JcaContentVerifierProviderBuilder().build(key);
            if (!request.isSignatureValid(verifier)) {
                throw new PkiException("the certificate request is not signed with its own key");
            }
            CertificateSubject subject =
                    CertificateSubject.of(new X500Principal(request.getSubject().getEncoded()));
            return new Csr(key, subject.role(), subject.name());
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | IllegalArgumentException e) {
            throw new PkiException("not a certificate request: " + e.getMessage(), e);
        }
    }

    /** SHA-256 of the public key, which names the asker before it has a certificate. */
    public String keySha256() {
        return Fingerprints.of(publicKey.getEncoded());
    }
}
