package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.metadata.MetadataHandler;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.MetadataOptions;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.http.HttpServer;
import io.jarrah.common.http.HttpServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The relay over real sockets; guests are addresses of the loopback. */
@Timeout(60)
class MetadataRelayTest {
    private static final NetworkSegment NET =
            new NetworkSegment(Samples.network(1), Samples.ALICE, 1, "127.0.1.0/24", 1450);
    private static final NetworkEndpoint ALICE = new NetworkEndpoint(
            Samples.instance(1), NET.id(), "d0:0d:00:00:00:01", "127.0.1.5", "a", List.of(), Optional.empty());
    private static final NetworkEndpoint BOB = new NetworkEndpoint(
            Samples.instance(2), NET.id(), "d0:0d:00:00:00:02", "127.0.1.6", "b", List.of(), Optional.empty());

    private final FakeIdentity identity = new FakeIdentity();
    private final MutableClock clock = new MutableClock();
    private volatile NetworkDocument document = new NetworkDocument(1, List.of(NET), List.of(ALICE, BOB), List.of());
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = new HttpServer(
                "metadata",
                HttpServerConfig.of("127.0.0.1", 0),
                new MetadataHandler(() -> document, identity, Samples.ZONE, clock, new Random(1)));
        server.start();
        know(ALICE, MetadataOptions.DEFAULT);
        know(BOB, MetadataOptions.DEFAULT);
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private void know(NetworkEndpoint endpoint, MetadataOptions options) {
        identity.byAddress.put(
                endpoint.network() + " " + endpoint.privateIp(),
                new InstanceMetadata(
                        endpoint.instanceId(),
                        Map.of("instance-id", endpoint.instanceId().value()),
                        Map.of(),
                        Optional.empty(),
                        options,
                        clock.instant().plusSeconds(30)));
    }

    @Test
    void eachGuestReadsItsOwn() throws IOException {
        assertThat(get("127.0.1.5", "/latest/meta-data/instance-id"))
                .startsWith("HTTP/1.1 200")
                .endsWith("1");
        assertThat(get("127.0.1.6", "/latest/meta-data/instance-id"))
                .startsWith("HTTP/1.1 200")
                .endsWith("2");
        assertThat(get("127.0.1.7", "/latest/meta-data/instance-id")).startsWith("HTTP/1.1 404");
        assertThat(get("127.0.1.5", "/latest/user-data"))
                .startsWith("HTTP/1.1 404")
                .contains("404 - Not Found");
    }

    @Test
    void theCloudControllerIsAskedAgainOnlyAfterExpiryAndMayBeAway() throws IOException {
        get("127.0.1.5", "/latest/meta-data/instance-id");
        get("127.0.1.5", "/latest/meta-data/instance-id");
        assertThat(identity.questions).hasValue(1);
        clock.advance(Duration.ofSeconds(31));
        identity.away = true;
        assertThat(get("127.0.1.5", "/latest/meta-data/instance-id")).startsWith("HTTP/1.1 200");
        assertThat(identity.questions).hasValue(2);
        assertThat(get("127.0.1.6", "/latest/meta-data/instance-id")).startsWith("HTTP/1.1 503");
    }

    @Test
    void anAddressThatChangedHandsShowsNothingOfItsFormerOwner() throws IOException {
        assertThat(get("127.0.1.5", "/latest/meta-data/instance-id")).startsWith("HTTP/1.1 200");
        identity.away = true;
        document = new NetworkDocument(
                2,
                List.of(NET),
                List.of(new NetworkEndpoint(
                        Samples.instance(3),
                        NET.id(),
                        ALICE.mac(),
                        ALICE.privateIp(),
                        "c",
                        List.of(),
                        Optional.empty())),
                List.of());
        assertThat(get("127.0.1.5", "/latest/meta-data/instance-id")).startsWith("HTTP/1.1 503");
        identity.away = false;
        assertThat(get("127.0.1.5", "/latest/meta-data/instance-id")).startsWith("HTTP/1.1 404");
        document = new NetworkDocument(3, List.of(NET), List.of(), List.of());
        assertThat(get("127.0.1.5", "/latest/meta-data/instance-id")).startsWith("HTTP/1.1 404");
    }

    @Test
    void sessionTokens() throws IOException {
        String answer = send("127.0.1.5", "PUT", "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds: 60");
        assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("ttl-seconds: 60");
        String token = answer.substring(answer.lastIndexOf('\n') + 1);
        assertThat(send("127.0.1.5", "GET", "/latest/meta-data/instance-id", "X-aws-ec2-metadata-token: " + token))
                .startsWith("HTTP/1.1 200");
        assertThat(send("127.0.1.6", "GET", "/latest/meta-data/instance-id", "X-aws-ec2-metadata-token: " + token))
                .startsWith("HTTP/1.1 401");
        clock.advance(Duration.ofSeconds(61));
        assertThat(send("127.0.1.5", "GET", "/latest/meta-data/instance-id", "X-aws-ec2-metadata-token: " + token))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void whoMustUseTokensGetsNothingWithout() throws IOException {
        know(ALICE, new MetadataOptions(true, true, 1));
        assertThat(get("127.0.1.5", "/latest/meta-data/instance-id")).startsWith("HTTP/1.1 401");
        String answer = send("127.0.1.5", "PUT", "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds: 60");
        String token = answer.substring(answer.lastIndexOf('\n') + 1);
        assertThat(send("127.0.1.5", "GET", "/latest/meta-data/instance-id", "X-aws-ec2-metadata-token: " + token))
                .startsWith("HTTP/1.1 200");
        assertThat(get("127.0.1.6", "/latest/meta-data/instance-id")).startsWith("HTTP/1.1 200");
    }

    @Test
    void whoseMetadataIsSwitchedOffGetsNothing() throws IOException {
        know(ALICE, new MetadataOptions(false, false, 1));
        assertThat(get("127.0.1.5", "/latest/meta-data/instance-id")).startsWith("HTTP/1.1 403");
        assertThat(get("127.0.1.5", "/latest/nothing")).startsWith("HTTP/1.1 403");
    }

    @Test
    void tokensAreRefusedToProxiesAndBadLifetimes() throws IOException {
        String ttl = "X-aws-ec2-metadata-token-ttl-seconds: ";
        assertThat(send("127.0.1.5", "PUT", "/latest/api/token", ttl + "60", "X-Forwarded-For: 192.0.2.1"))
                .startsWith("HTTP/1.1 403");
        assertThat(send("127.0.1.5", "PUT", "/latest/api/token", ttl + "21601")).startsWith("HTTP/1.1 400");
        assertThat(send("127.0.1.5", "PUT", "/latest/api/token", ttl + "0")).startsWith("HTTP/1.1 400");
        assertThat(send("127.0.1.5", "PUT", "/latest/api/token")).startsWith("HTTP/1.1 400");
        assertThat(send("127.0.1.5", "GET", "/latest/api/token")).startsWith("HTTP/1.1 405");
        assertThat(send("127.0.1.5", "PUT", "/latest/meta-data/")).startsWith("HTTP/1.1 405");
        assertThat(send("127.0.1.5", "POST", "/latest/meta-data/")).startsWith("HTTP/1.1 405");
    }

    @Test
    void garbageIsAnsweredWithAnError() throws IOException {
        assertThat(get("127.0.1.5", "/latest/../../etc/passwd")).startsWith("HTTP/1.1 4");
        assertThat(get("127.0.1.5", "/" + "a".repeat(100_000))).startsWith("HTTP/1.1 4");
        assertThat(get("127.0.1.5", "/latest/meta-data/%00")).startsWith("HTTP/1.1 4");
    }

    private String get(String source, String path) throws IOException {
        return send(source, "GET", path);
    }

    private String send(String source, String method, String path, String... headers) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address(source), 0));
            socket.connect(
                    new InetSocketAddress(address("127.0.0.1"), server.uri().getPort()));
            String request = method + " " + path + " HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n"
                    + (method.equals("GET") ? "" : "Content-Length: 0\r\n")
                    + String.join(
                            "", Arrays.stream(headers).map(h -> h + "\r\n").toList())
                    + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static InetAddress address(String dotted) throws IOException {
        String[] parts = dotted.split("\\.", -1);
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return InetAddress.getByAddress(bytes);
    }
}
