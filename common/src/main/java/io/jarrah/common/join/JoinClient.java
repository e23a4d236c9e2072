package io.jarrah.common.join;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.common.pki.CertificateSubject;
import io.jarrah.common.pki.Csr;
import io.jarrah.common.pki.Fingerprints;
import io.jarrah.common.pki.JoinToken;
import io.jarrah.common.pki.KeyMaterial;
import io.jarrah.common.pki.Pem;
import io.jarrah.common.pki.PendingKey;
import io.jarrah.common.pki.PkiException;
import io.jarrah.common.pki.TlsContexts;
import io.jarrah.common.state.StateMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;

/**
 * A component's side of joining. Its key is made here and stays here; a request is sent to a server that proves itself by the authority named in the token. When
 * it is broken off at any point it may simply be done again: the key is kept until its certificate is on disk, and the token stays good for that key.
 */
public final class JoinClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Path keyStore;
    private final SecureRandom random;
    private final ObjectMapper json = StateMapper.create();

    /**
     * @param keyStore where the key store will be; its directory is made
     */
    public JoinClient(Path keyStore, SecureRandom random) {
        this.keyStore = keyStore;
        this.random = random;
    }

    /**
     * Exchanges the token for a certificate and writes the key store.
     *
     * @param joinUrl such as {@code https://clc.example:8777/services/Join}
     * @param endpoint https URL at which others will call the component
     * @throws JoinException when the cloud controller cannot be reached, is not the token's, or refuses
     */
    public Membership join(URI joinUrl, JoinToken token, URI endpoint) {
        PendingKey pending = new PendingKey(keyStore.resolveSibling(keyStore.getFileName() + ".joining"));
        KeyPair keys = pending.loadOrCreate(random);
        JoinMessages.Answer answer = exchange(
                joinUrl,
                token,
                new JoinMessages.Request(
                        token.format(), Csr.create(keys, token.role(), token.name()), endpoint.toString()));
        KeyMaterial material = check(token, keys, answer);
        material.store(keyStore, random);
        pending.delete();
        return new Membership(material, answer.components());
    }

    private JoinMessages.Answer exchange(URI joinUrl, JoinToken token, JoinMessages.Request message) {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .sslContext(TlsContexts.anonymous(new PinnedAuthority(token.caSha256())))
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(joinUrl)
                    .timeout(ANSWER)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(message)))
                    .build();
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                return read(joinUrl, response.statusCode(), in.readNBytes(JoinMessages.MAX_ANSWER_BYTES));
            }
        } catch (JsonProcessingException e) {
            throw new JoinException("the answer of " + joinUrl + " is not that of a cloud controller", false, e);
        } catch (IOException e) {
            throw new JoinException(
                    "cannot join at " + joinUrl + ": " + e.getMessage()
                            + "; check CLC_JOIN_URL and that the cloud controller runs",
                    true,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JoinException("joining at " + joinUrl + " was interrupted", true, e);
        }
    }

    private JoinMessages.Answer read(URI joinUrl, int status, byte[] body) throws IOException {
        if (status == 200) {
            return json.readValue(body, JoinMessages.Answer.class);
        }
        boolean later = status == 429 || status >= 500;
        String why = later && body.length == 0
                ? "status " + status
                : json.readValue(body, JoinMessages.Refusal.class).message();
        throw new JoinException(joinUrl + " refused: " + why, later);
    }

    private static KeyMaterial check(JoinToken token, KeyPair keys, JoinMessages.Answer answer) {
        try {
            X509Certificate certificate = Pem.parseCertificate(answer.certificate());
            X509Certificate authority = Pem.parseCertificate(answer.authority());
            CertificateSubject subject = CertificateSubject.of(certificate);
            if (!Fingerprints.equal(Fingerprints.of(authority), token.caSha256())
                    || !certificate.getPublicKey().equals(keys.getPublic())
                    || subject.role() != token.role()
                    || !subject.name().equals(token.name())) {
                throw new JoinException("the cloud controller answered with a certificate for somebody else", false);
            }
            return new KeyMaterial(keys.getPrivate(), certificate, authority);
        } catch (PkiException e) {
            throw new JoinException("the cloud controller's answer is not usable: " + e.getMessage(), false, e);
        }
    }
}
