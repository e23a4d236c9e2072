package io.jarrah.common.join;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.common.contract.Component;
import io.jarrah.common.pki.CertificateAuthority;
import io.jarrah.common.pki.CertificateSubject;
import io.jarrah.common.pki.Csr;
import io.jarrah.common.pki.Fingerprints;
import io.jarrah.common.pki.JoinToken;
import io.jarrah.common.pki.Pem;
import io.jarrah.common.pki.PkiException;
import io.jarrah.common.state.StateMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cloud controller's side of joining: a POST with token, request and endpoint is answered with a certificate. Anybody may knock, so it reads little and answers seldom. */
public final class JoinHandler extends Handler.Abstract {
    /** Where it is served beside the SOAP endpoints ({@code SoapServer.handle}). */
    public static final String PATH = "/services/Join";

    private static final Logger LOG = LoggerFactory.getLogger(JoinHandler.class);
    private static final int BURST = 50;
    private static final int PER_SECOND = 10;
    private static final int MAX_URL = 512;

    private final CertificateAuthority authority;
    private final JoinTokens tokens;
    private final RateLimit rate;
    private final ObjectMapper json = StateMapper.create();

    public JoinHandler(CertificateAuthority authority, JoinTokens tokens, InstantSource clock) {
        this.authority = authority;
        this.tokens = tokens;
        this.rate = new RateLimit(BURST, PER_SECOND, clock);
    }

    /** A refusal with its HTTP status. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        try {
            if (!HttpMethod.POST.is(request.getMethod())) {
                throw new RefusedException(HttpStatus.METHOD_NOT_ALLOWED_405, "POST was expected");
            }
            if (!rate.take()) {
                throw new RefusedException(
                        HttpStatus.TOO_MANY_REQUESTS_429, "too many joins at once; try again in a few seconds");
            }
            answer(response, callback, HttpStatus.OK_200, join(read(request)));
        } catch (RefusedException e) {
            LOG.warn("join from {} refused: {}", Request.getRemoteAddr(request), e.getMessage());
            answer(response, callback, e.status, new JoinMessages.Refusal(String.valueOf(e.getMessage())));
        }
        return true;
    }

    private JoinMessages.Request read(Request request) throws IOException, RefusedException {
        byte[] body;
        try (InputStream in = Content.Source.asInputStream(request)) {
            body = in.readNBytes(JoinMessages.MAX_REQUEST_BYTES + 1);
        }
        if (body.length > JoinMessages.MAX_REQUEST_BYTES) {
            throw new RefusedException(HttpStatus.PAYLOAD_TOO_LARGE_413, "the request is too large");
        }
        try {
            JoinMessages.Request message = json.readValue(body, JoinMessages.Request.class);
            if (message == null || message.token() == null || message.csr() == null || message.endpoint() == null) {
                throw new RefusedException(HttpStatus.BAD_REQUEST_400, "token, csr and endpoint are needed");
            }
            return message;
        } catch (JsonProcessingException e) {
            // Its message could quote the token.
            throw new RefusedException(HttpStatus.BAD_REQUEST_400, "the request is not JSON as expected");
        }
    }

    private JoinMessages.Answer join(JoinMessages.Request message) throws RefusedException {
        try {
            JoinToken token = JoinToken.parse(message.token());
            Csr csr = Csr.parse(message.csr());
            URI endpoint = endpoint(message.endpoint());
            if (!Fingerprints.equal(token.caSha256(), authority.fingerprint())) {
                throw new RefusedException(HttpStatus.FORBIDDEN_403, "the token is for another cloud");
            }
            if (csr.role() != token.role() || !csr.name().equals(token.name())) {
                throw new RefusedException(
                        HttpStatus.FORBIDDEN_403,
                        "the certificate request is for " + csr.role() + " " + csr.name() + ", the token for "
                                + token.role() + " " + token.name());
            }
            return certify(token, csr, endpoint);
        } catch (IllegalArgumentException | PkiException e) {
            throw new RefusedException(HttpStatus.BAD_REQUEST_400, String.valueOf(e.getMessage()));
        }
    }

    private JoinMessages.Answer certify(JoinToken token, Csr csr, URI endpoint) throws RefusedException {
        Optional<CertificateSubject> subject =
                tokens.redeem(token.role(), token.name(), token.secretSha256(), csr.keySha256());
        if (subject.isEmpty()) {
            throw new RefusedException(
                    HttpStatus.FORBIDDEN_403,
                    "the token for " + token.role() + " " + token.name()
                            + " is unknown, used or expired; register the component again for a new one");
        }
        X509Certificate certificate = authority.issue(csr.publicKey(), subject.get(), Set.of(endpoint.getHost()));
        tokens.register(new Component(
                subject.get().role(),
                subject.get().name(),
                subject.get().cluster(),
                endpoint,
                Fingerprints.of(certificate),
                false));
        LOG.info("{} {} joined at {}", subject.get().role(), subject.get().name(), endpoint);
        return new JoinMessages.Answer(
                Pem.format(certificate), Pem.format(authority.certificate()), List.copyOf(tokens.components()));
    }

    private static URI endpoint(String text) {
        URI uri = text.length() > MAX_URL ? URI.create("") : URI.create(text);
        boolean good = "https".equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getPort() > 0
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!good) {
            throw new IllegalArgumentException("the endpoint must be https://HOST:PORT/PATH");
        }
        return uri;
    }

    private void answer(Response response, Callback callback, int status, Object message)
            throws JsonProcessingException {
        byte[] body = json.writeValueAsBytes(message);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        if (status != HttpStatus.OK_200) {
            // What was not read must not be taken for the next request.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
