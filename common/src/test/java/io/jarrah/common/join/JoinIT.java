package io.jarrah.common.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.pki.CertificateAuthority;
import io.jarrah.common.pki.CertificateSubject;
import io.jarrah.common.pki.Csr;
import io.jarrah.common.pki.JoinToken;
import io.jarrah.common.pki.KeyMaterial;
import io.jarrah.common.pki.Keys;
import io.jarrah.common.pki.TlsContexts;
import io.jarrah.common.soap.SoapServer;
import io.jarrah.common.soap.SoapServerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A component joins over real TLS, and everybody who should not be let in is not. */
class JoinIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.system();
    private static final ClusterName CLUSTER = new ClusterName("zone1");
    private static final URI ENDPOINT = URI.create("https://127.0.0.1:8775/services/Node");

    private static CertificateAuthority authority;
    private static InMemoryJoinTokens tokens;
    private static SoapServer server;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        authority = CertificateAuthority.create(CLOCK, RANDOM);
        tokens = new InMemoryJoinTokens();
        server = serve(authority, new JoinHandler(authority, tokens, CLOCK));
    }

    private static SoapServer serve(CertificateAuthority authority, JoinHandler handler) throws Exception {
        KeyMaterial clc = authority.issueNew(
                new CertificateSubject(ComponentRole.CLC, "clc", Optional.empty()), List.of("127.0.0.1"));
        tokens.register(new Component(
                ComponentRole.CLC,
                "clc",
                Optional.empty(),
                URI.create("https://127.0.0.1:8777/services/Identity"),
                clc.fingerprint(),
                false));
        SoapServer server = new SoapServer(
                        SoapServerConfig.of("127.0.0.1", 0, "127.0.0.1"),
                        clc,
                        List::of,
                        new SimpleMeterRegistry(),
                        CLOCK)
                .handle(JoinHandler.PATH, handler);
        server.start();
        return server;
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    private static JoinToken token(String name) {
        JoinToken token = JoinToken.random(ComponentRole.NC, name, authority.fingerprint(), RANDOM);
        tokens.add(token, new CertificateSubject(ComponentRole.NC, name, Optional.of(CLUSTER)));
        return token;
    }

    private static URI joinUrl() {
        return server.uri(JoinHandler.PATH);
    }

    private JoinClient client(String store) {
        return new JoinClient(directory.resolve(store), RANDOM);
    }

    @Test
    void joins() throws Exception {
        Path store = directory.resolve("state/keys.p12");
        Membership membership = new JoinClient(store, RANDOM)
                .join(joinUrl(), JoinToken.parse(token("nc1").format() + "\n"), ENDPOINT);

        KeyMaterial kept = KeyMaterial.load(store);
        assertThat(kept.fingerprint()).isEqualTo(membership.keys().fingerprint());
        assertThat(kept.subject()).isEqualTo(new CertificateSubject(ComponentRole.NC, "nc1", Optional.of(CLUSTER)));
        assertThat(kept.certificate().getSubjectAlternativeNames()).containsExactly(List.of(7, "127.0.0.1"));
        for (String file : List.of("keys.p12", "keys.p12.password")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store.resolveSibling(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(Files.exists(store.resolveSibling("keys.p12.joining"))).isFalse();
        assertThat(membership.components())
                .anySatisfy(component -> assertThat(component.role()).isEqualTo(ComponentRole.CLC))
                .contains(new Component(
                        ComponentRole.NC, "nc1", Optional.of(CLUSTER), ENDPOINT, kept.fingerprint(), false));
    }

    @Test
    void aTokenWorksOnceButItsOwnKeyMayComeAgain() {
        JoinToken token = token("nc2");
        Membership first = client("first").join(joinUrl(), token, ENDPOINT);
        assertThat(first.keys().subject().name()).isEqualTo("nc2");
        assertThatThrownBy(() -> client("second").join(joinUrl(), token, ENDPOINT))
                .isInstanceOf(JoinException.class)
                .hasMessageContaining("unknown, used or expired");

        JoinToken lost = token("nc3");
        Path store = directory.resolve("lost");
        var pending = new io.jarrah.common.pki.PendingKey(directory.resolve("lost.joining"));
        String csr = Csr.create(pending.loadOrCreate(RANDOM), lost.role(), lost.name());
        tokens.redeem(
                lost.role(), lost.name(), lost.secretSha256(), Csr.parse(csr).keySha256());
        assertThat(new JoinClient(store, RANDOM)
                        .join(joinUrl(), lost, ENDPOINT)
                        .keys()
                        .subject()
                        .name())
                .isEqualTo("nc3");
    }

    @Test
    void unknownTokens() {
        JoinToken unknown = JoinToken.random(ComponentRole.NC, "nc4", authority.fingerprint(), RANDOM);
        assertThatThrownBy(() -> client("a").join(joinUrl(), unknown, ENDPOINT))
                .isInstanceOf(JoinException.class)
                .hasMessageContaining("unknown, used or expired")
                .hasMessageNotContaining(unknown.secret());
        JoinToken known = token("nc5");
        JoinToken renamed = new JoinToken(ComponentRole.CC, "nc5", known.secret(), known.caSha256());
        assertThatThrownBy(() -> client("b").join(joinUrl(), renamed, ENDPOINT)).isInstanceOf(JoinException.class);
    }

    @Test
    void anotherAuthorityIsNotTold() throws Exception {
        CertificateAuthority other = CertificateAuthority.create(CLOCK, RANDOM);
        JoinToken token = token("nc6");
        JoinToken pinnedElsewhere = new JoinToken(token.role(), token.name(), token.secret(), other.fingerprint());
        assertThatThrownBy(() -> client("a").join(joinUrl(), pinnedElsewhere, ENDPOINT))
                .isInstanceOf(JoinException.class)
                .hasMessageContaining("cannot join");
        // The secret was not used up, because it was not sent.
        assertThat(client("b").join(joinUrl(), token, ENDPOINT).keys().subject().name())
                .isEqualTo("nc6");
    }

    @Test
    void requestsForSomebodyElse() throws Exception {
        JoinToken token = token("nc7");
        String csr = Csr.create(Keys.generate(RANDOM), ComponentRole.CLC, "nc7");
        assertThat(post(body(token.format(), csr, ENDPOINT.toString()))).isEqualTo(403);
        csr = Csr.create(Keys.generate(RANDOM), ComponentRole.NC, "other");
        assertThat(post(body(token.format(), csr, ENDPOINT.toString()))).isEqualTo(403);
        csr = Csr.create(Keys.generate(RANDOM), ComponentRole.NC, "nc7");
        assertThat(post(body(token.format(), csr, "http://127.0.0.1/x"))).isEqualTo(400);
        assertThat(post(body(token.format(), csr.replaceAll("(?m)^M", "N"), ENDPOINT.toString())))
                .isEqualTo(400);
        assertThat(post(body("jarrah1.nc.x", csr, ENDPOINT.toString()))).isEqualTo(400);
        assertThat(post("{")).isEqualTo(400);
        assertThat(post("null")).isEqualTo(400);
        assertThat(post("x".repeat(JoinMessages.MAX_REQUEST_BYTES + 1))).isEqualTo(413);
        assertThat(tokens.components()).noneMatch(component -> component.name().equals("nc7"));
    }

    @Test
    void nobodyAnswers() {
        JoinToken token = token("nc8");
        assertThatThrownBy(() -> client("a").join(URI.create("https://127.0.0.1:1/services/Join"), token, ENDPOINT))
                .isInstanceOfSatisfying(
                        JoinException.class, e -> assertThat(e.worthRetrying()).isTrue());
    }

    private static String body(String token, String csr, String endpoint) {
        return "{\"token\":\"" + token + "\",\"csr\":\"" + csr.replace("\n", "\\n") + "\",\"endpoint\":\"" + endpoint
                + "\"}";
    }

    private static int post(String body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(TlsContexts.anonymous(new PinnedAuthority(authority.fingerprint())))
                .build()) {
            return client.send(
                            HttpRequest.newBuilder(joinUrl())
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
