package io.jarrah.common.join;

import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.pki.CertificateSubject;
import io.jarrah.common.pki.Fingerprints;
import io.jarrah.common.pki.PkiException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server that shows the authority with the pinned fingerprint and a cloud controller's certificate signed by it. The host's name does not matter: the
 * address to join at may be any that leads there.
 */
final class PinnedAuthority extends X509ExtendedTrustManager {
    private final String caSha256;

    PinnedAuthority(String caSha256) {
        this.caSha256 = caSha256;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        X509Certificate authority = Arrays.stream(chain)
                .filter(certificate -> Fingerprints.equal(Fingerprints.of(certificate), caSha256))
                .findFirst()
                .orElseThrow(() -> new CertificateException(
                        "the server does not belong to the cloud of the join token: none of its certificates has the fingerprint "
                                + caSha256));
        X509Certificate server = chain[0];
        try {
            authority.checkValidity();
            server.checkValidity();
            server.verify(authority.getPublicKey());
            if (authority.getBasicConstraints() < 0
                    || CertificateSubject.of(server).role() != ComponentRole.CLC) {
                throw new CertificateException("the server is no cloud controller");
            }
        } catch (PkiException e) {
            throw new CertificateException("the server is no cloud controller: " + e.getMessage(), e);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the server's certificate was not issued by the cloud of the join token", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
