package io.jarrah.common.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.ServiceException.Code;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.pki.CertificateAuthority;
import io.jarrah.common.pki.CertificateSubject;
import io.jarrah.common.pki.KeyMaterial;
import io.jarrah.common.pki.TlsContexts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may call and when, and whose answers are believed. */
class SoapCallerIT {
    private static SoapCloud cloud;

    @BeforeAll
    static void start() throws Exception {
        cloud = new SoapCloud();
    }

    @AfterAll
    static void stop() throws Exception {
        cloud.close();
    }

    @AfterEach
    void forget() {
        cloud.services.clear();
    }

    private static URI endpoint() {
        return cloud.server.endpoint(Contract.CLUSTER);
    }

    private static void assertRefused(Code code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.code())
                .isEqualTo(code));
        assertThat(cloud.services.calls()).isEmpty();
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertThat(cloud.services.calls()).isEmpty();
        assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
    }

    private static void describeNodes(KeyMaterial caller) {
        try (SoapClients clients = cloud.clients(caller)) {
            clients.cluster(endpoint(), cloud.self()).describeNodes(Samples.CORRELATION, Revision.NONE, Duration.ZERO);
        }
    }

    private static SSLContext noCertificate() {
        return TlsContexts.anonymous(new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        });
    }

    @Test
    void wrongRole() {
        for (KeyMaterial caller : List.of(cloud.cc, cloud.nc, cloud.walrus)) {
            assertRefused(Code.ACCESS_DENIED, () -> describeNodes(caller));
        }
        try (SoapClients byCc = cloud.clients(cloud.cc);
                SoapClients byNc = cloud.clients(cloud.nc);
                SoapClients byClc = cloud.clients(cloud.clc)) {
            URI identity = cloud.server.endpoint(Contract.IDENTITY);
            URI node = cloud.server.endpoint(Contract.NODE);
            assertRefused(Code.ACCESS_DENIED, () -> byCc.identity(identity, cloud.self())
                    .getSigningKey(Samples.CORRELATION, "AKIA", LocalDate.of(2026, 1, 1), "us-east-1", "s3"));
            assertRefused(Code.ACCESS_DENIED, () -> byNc.identity(identity, cloud.self())
                    .getInstanceMetadata(Samples.CORRELATION, Samples.CLUSTER, Samples.NETWORK, "172.16.10.4"));
            assertRefused(Code.ACCESS_DENIED, () -> byCc.identity(identity, cloud.self())
                    .getInstanceMetadata(
                            Samples.CORRELATION, new ClusterName("zone2"), Samples.NETWORK, "172.16.10.4"));
            assertRefused(
                    Code.ACCESS_DENIED, () -> byClc.node(node, cloud.self()).describeNode(Samples.CORRELATION));
        }
    }

    @Test
    void revokedUnregisteredAndMisregistered() {
        KeyMaterial second = cloud.issue(ComponentRole.CLC, "clc2", Optional.empty());
        assertRefused(Code.ACCESS_DENIED, () -> describeNodes(second));
        cloud.services.answer("describeNodes", Samples.NODES);
        cloud.register(second, false);
        describeNodes(second);
        cloud.services.clear();
        cloud.register(second, true);
        assertRefused(Code.ACCESS_DENIED, () -> describeNodes(second));

        // A certificate of the cloud's authority for a role it was not registered with.
        KeyMaterial posing = cloud.issue(ComponentRole.CLC, "nc9", Optional.empty());
        cloud.registerAs(posing, ComponentRole.NC);
        assertRefused(Code.ACCESS_DENIED, () -> describeNodes(posing));
    }

    @Test
    void foreignAuthority() throws Exception {
        CertificateAuthority foreign = CertificateAuthority.create(cloud.clock, cloud.random);
        KeyMaterial foreigner = foreign.issueNew(
                new CertificateSubject(ComponentRole.CLC, "clc", Optional.empty()), List.of(SoapCloud.HOST));
        cloud.register(foreigner, false);
        // It does not come through the handshake,
        assertRefused(Code.UNAVAILABLE, () -> describeNodes(foreigner));
        // and its signature is no better inside somebody else's connection.
        SignedRequest request = new SignedRequest(foreigner, endpoint(), cloud.clock.instant());
        assertRefused(SignedRequest.post(
                TlsContexts.mutual(cloud.clc),
                endpoint(),
                SignedRequest.bytes(request.signed()),
                request.headers.get("Action")));
    }

    @Test
    void theSignerMustBeTheTlsClient() throws Exception {
        SignedRequest request = new SignedRequest(cloud.clc, endpoint(), cloud.clock.instant());
        assertRefused(SignedRequest.post(
                TlsContexts.mutual(cloud.nc),
                endpoint(),
                SignedRequest.bytes(request.signed()),
                request.headers.get("Action")));
    }

    @Test
    void noTlsCertificate() throws Exception {
        SignedRequest request = new SignedRequest(cloud.clc, endpoint(), cloud.clock.instant());
        byte[] message = SignedRequest.bytes(request.signed());
        assertThatThrownBy(() -> SignedRequest.post(noCertificate(), endpoint(), message, "x"))
                .isInstanceOf(IOException.class);
        assertThat(cloud.services.calls()).isEmpty();

        SoapServer open =
                cloud.server(cloud.clc).publish(cloud.services.cluster()).handle("/open", fixed(200, "hello"));
        open.start();
        try {
            assertThat(SignedRequest.post(noCertificate(), open.uri("/open"), message, "x")
                            .body())
                    .isEqualTo("hello");
            SignedRequest there = new SignedRequest(cloud.clc, open.endpoint(), cloud.clock.instant());
            byte[] signed = SignedRequest.bytes(there.signed());
            assertThat(SignedRequest.post(noCertificate(), open.endpoint(), signed, there.headers.get("Action"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(cloud.services.calls()).isEmpty();
            assertThat(there.post(open.endpoint(), signed).statusCode()).isEqualTo(200);
        } finally {
            open.stop();
        }
    }

    private static Handler fixed(int status, String body) {
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(status);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/soap+xml; charset=utf-8");
                response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
                return true;
            }
        };
    }

    @Test
    void anotherEndpoint() throws Exception {
        for (String to : List.of(
                "https://127.0.0.1:1/services/Cluster",
                "https://otherhost:" + endpoint().getPort() + "/services/Cluster",
                "http://127.0.0.1:" + endpoint().getPort() + "/services/Cluster",
                endpoint().resolve("/services/Node").toString(),
                "http://www.w3.org/2005/08/addressing/anonymous",
                "::")) {
            SignedRequest request = new SignedRequest(cloud.clc, endpoint(), cloud.clock.instant());
            request.headers.put("To", to);
            assertRefused(request.post(endpoint(), SignedRequest.bytes(request.signed())));
        }
    }

    @Test
    void wrongTimes() throws Exception {
        Instant now = cloud.clock.instant();
        // Expired; from the future; living too long; signed before the server started.
        refuseTimes(now.minusSeconds(120), now.minusSeconds(60));
        refuseTimes(now.minusSeconds(120), now.plusSeconds(60));
        refuseTimes(now.plusSeconds(120), now.plusSeconds(180));
        refuseTimes(now, now.plusSeconds(3600));
        refuseTimes(now.plusSeconds(5), now);
        refuseTimes(cloud.started.minusSeconds(1), now.plusSeconds(50));
    }

    private static void refuseTimes(Instant created, Instant expires) throws Exception {
        SignedRequest request = new SignedRequest(cloud.clc, endpoint(), cloud.clock.instant());
        request.created = created;
        request.expires = expires;
        assertRefused(request.post(endpoint(), SignedRequest.bytes(request.signed())));
    }

    @Test
    void answersOfTheWrongPeer() {
        try (SoapClients clients = cloud.clients(cloud.clc)) {
            for (ExpectedPeer expected : List.of(
                    ExpectedPeer.certificate(ComponentRole.CC, cloud.clc.fingerprint()),
                    ExpectedPeer.certificate(ComponentRole.CLC, cloud.cc.fingerprint()),
                    ExpectedPeer.registered(ComponentRole.CC),
                    ExpectedPeer.certified(ComponentRole.CC))) {
                cloud.services.answer("describeNodes", Samples.NODES);
                assertThatThrownBy(() -> clients.cluster(endpoint(), expected)
                                .describeNodes(Samples.CORRELATION, Revision.NONE, Duration.ZERO))
                        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.code())
                                .isEqualTo(Code.UNAVAILABLE))
                        .hasMessageContaining("not accepted");
            }
            for (ExpectedPeer expected :
                    List.of(ExpectedPeer.registered(ComponentRole.CLC), ExpectedPeer.certified(ComponentRole.CLC))) {
                assertThat(clients.cluster(endpoint(), expected)
                                .describeNodes(Samples.CORRELATION, Revision.NONE, Duration.ZERO))
                        .isEqualTo(Samples.NODES);
            }
        }
    }

    @Test
    void answersThatProveNothing() throws Exception {
        SignedRequest request = new SignedRequest(cloud.clc, endpoint(), cloud.clock.instant());
        String recorded =
                request.post(endpoint(), SignedRequest.bytes(request.signed())).body();
        assertThat(recorded).contains("applyNetworkResponse");
        String unsigned = "<soap:Envelope xmlns:soap=\"" + MessageSecurity.SOAP
                + "\"><soap:Body><applyNetworkResponse xmlns=\"urn:jarrah:cluster\"/></soap:Body></soap:Envelope>";
        for (String answer : List.of(recorded, unsigned, "", "<html/>", " ".repeat((16 << 20) + 1))) {
            SoapServer liar = cloud.server(cloud.clc).handle(Contract.CLUSTER.path(), fixed(200, answer));
            liar.start();
            try (SoapClients clients = cloud.clients(cloud.clc)) {
                assertThatThrownBy(() -> clients.cluster(liar.uri(Contract.CLUSTER.path()), cloud.self())
                                .applyNetwork(Samples.CORRELATION, Samples.DOCUMENT))
                        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.code())
                                .isEqualTo(Code.UNAVAILABLE));
            } finally {
                liar.stop();
            }
        }
    }

    @Test
    void longPollsDoNotBlockOthers() throws Exception {
        // More than the 200 threads a Jetty pool has; in batches, because so many handshakes at once are another
        // matter.
        int batches = 11;
        int batch = 20;
        Semaphore waiting = new Semaphore(0);
        CountDownLatch change = new CountDownLatch(1);
        cloud.services.answer("describeNodes", arguments -> {
            waiting.release();
            await(change);
            return Samples.NODES;
        });
        cloud.services.answer("describeInstances", Samples.INSTANCES);
        try (SoapClients clients = cloud.clients(cloud.clc);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < batches; i++) {
                for (int j = 0; j < batch; j++) {
                    results.add(threads.submit(() -> clients.cluster(endpoint(), cloud.self())
                            .describeNodes(Correlation.random(), Revision.NONE, Duration.ofSeconds(60))));
                }
                assertThat(waiting.tryAcquire(batch, 60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(clients.cluster(endpoint(), cloud.self())
                            .describeInstances(Samples.CORRELATION, Revision.NONE, Duration.ZERO))
                    .isEqualTo(Samples.INSTANCES);
            change.countDown();
            for (Future<?> result : results) {
                assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(Samples.NODES);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
