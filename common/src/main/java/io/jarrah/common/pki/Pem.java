package io.jarrah.common.pki;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** PEM text of certificates and requests. */
public final class Pem {
    private static final int LINE = 64;
    private static final String CERTIFICATE = "CERTIFICATE";

    private Pem() {}

    /** The certificate as PEM. */
    public static String format(X509Certificate certificate) {
        try {
            return format(CERTIFICATE, certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new PkiException(
                    "the certificate of " + certificate.getSubjectX500Principal() + " has no encoding", e);
        }
    }

    /** Reads one certificate. {@link PkiException} when the text is anything else. */
    public static X509Certificate parseCertificate(String pem) {
        return certificate(parse(CERTIFICATE, pem));
    }

    static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new PkiException("not an X.509 certificate: " + e.getMessage(), e);
        }
    }

    static String format(String type, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    static byte[] parse(String type, String pem) {
        String text = pem.strip();
        String begin = "-----BEGIN " + type + "-----";
        String end = "-----END " + type + "-----";
        if (!text.startsWith(begin) || !text.endsWith(end) || text.length() < begin.length() + end.length()) {
            throw new PkiException("PEM text from " + begin + " to " + end + " was expected");
        }
        try {
            return Base64.getDecoder()
                    .decode(text.substring(begin.length(), text.length() - end.length())
                            .replaceAll("[\\r\\n]", ""));
        } catch (IllegalArgumentException e) {
            throw new PkiException("the PEM text of a " + type + " is not Base64", e);
        }
    }
}
