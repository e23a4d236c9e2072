package io.jarrah.common.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS 1.3 with what a component proves itself with and whom it trusts: certificates of the cloud's own authority, no other. */
public final class TlsContexts {
    /** The only protocol version that Jarrah's components speak with each other. */
    public static final String PROTOCOL = "TLSv1.3";

    // The store never leaves this process and its password is no secret, so that stretching it would only cost time:
    // by default 10,000 rounds at every use, several times for each service that starts.
    private static final String WRAPPING = "PBEWithHmacSHA256AndAES_256";
    private static final PBEParameterSpec ONE_ROUND =
            new PBEParameterSpec(new byte[16], 1, new IvParameterSpec(new byte[16]));
    private static final char[] IN_MEMORY = "in memory only".toCharArray();

    private TlsContexts() {}

    /** For both ends of mutual TLS. */
    public static SSLContext mutual(KeyMaterial keys) {
        try {
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keyStore(keys), IN_MEMORY);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore(keys.authority()));
            return context(managers, trust.getTrustManagers());
        } catch (GeneralSecurityException e) {
            throw new PkiException("cannot set up TLS for " + keys + ": " + e.getMessage(), e);
        }
    }

    /** For a client that has no certificate yet. */
    public static SSLContext anonymous(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new PkiException("cannot set up TLS: " + e.getMessage(), e);
        }
    }

    /** The own key and chain under the alias {@code key}, in memory; the password is not a secret. */
    public static KeyStore keyStore(KeyMaterial keys) {
        try {
            KeyStore store = emptyStore();
            store.setEntry(
                    "key",
                    new KeyStore.PrivateKeyEntry(keys.key(), keys.chain().toArray(new X509Certificate[0])),
                    new KeyStore.PasswordProtection(IN_MEMORY, WRAPPING, ONE_ROUND));
            return store;
        } catch (GeneralSecurityException e) {
            throw new PkiException("cannot use the key of " + keys + ": " + e.getMessage(), e);
        }
    }

    /** The password of {@link #keyStore}. */
    public static String keyStorePassword() {
        return new String(IN_MEMORY);
    }

    /** The authority alone. */
    public static KeyStore trustStore(X509Certificate authority) {
        try {
            KeyStore store = emptyStore();
            store.setCertificateEntry("ca", authority);
            return store;
        } catch (GeneralSecurityException e) {
            throw new PkiException("cannot use the authority's certificate: " + e.getMessage(), e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException("a key store in memory reads no file", e);
        }
        return store;
    }

    private static SSLContext context(KeyManagerFactory managers, TrustManager[] trust)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(PROTOCOL);
        context.init(managers.getKeyManagers(), trust, null);
        return context;
    }
}
