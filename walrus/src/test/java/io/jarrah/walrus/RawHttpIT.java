package io.jarrah.walrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.testing.Eventually;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What no well-behaved client sends, and what only shows on the wire. */
class RawHttpIT {
    @TempDir
    static Path directory;

    private static WalrusFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WalrusFixture(
                directory,
                c -> new WalrusConfig(
                        c.directory(),
                        c.database(),
                        c.http(),
                        c.opsHost(),
                        c.opsPort(),
                        "s3.cloud.test",
                        "perth-1",
                        0));
        try (S3Client ann = fixture.client(WalrusFixture.ANN)) {
            ann.createBucket(b -> b.bucket("raw"));
            ann.putObject(b -> b.bucket("raw").key("dir/k"), RequestBody.fromString("content"));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.stop();
    }

    private static RawRequest request(String method, String path, String query) {
        return new RawRequest(fixture.uri(), method, path, query);
    }

    private static RawRequest.Answer ask(RawRequest request) throws Exception {
        return request.signed(WalrusFixture.ANN, Instant.now()).send();
    }

    @Test
    void theRegionOfABucketIsToldToAnybody() throws Exception {
        RawRequest.Answer answer = request("HEAD", "/raw", "").send();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("x-amz-bucket-region")).isEqualTo("perth-1");
        assertThat(answer.body()).isEmpty();
        assertThat(request("HEAD", "/no-such-bucket", "").send().status()).isEqualTo(404);
        assertThat(ask(request("GET", "/raw", "location")).body()).contains(">perth-1</LocationConstraint>");
    }

    @Test
    void virtualHostStyleWorksWithItsSignature() throws Exception {
        RawRequest.Answer answer = ask(request("GET", "/dir/k", "").header("host", "raw.s3.cloud.test:8780"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("content");
    }

    @Test
    void everyAnswerHasItsIds() throws Exception {
        RawRequest.Answer answer = request("GET", "/raw/none", "").send();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("x-amz-request-id")).matches("[0-9A-F]{16}");
        assertThat(answer.header("x-amz-id-2")).isNotEmpty();
        assertThat(answer.header("server")).isEmpty();
        assertThat(answer.body())
                .contains("<Code>AccessDenied</Code>")
                .contains("<RequestId>" + answer.header("x-amz-request-id"));
    }

    @Test
    void aClockThatIsWrongIsToldSo() throws Exception {
        RawRequest.Answer answer = request("GET", "/", "")
                .signed(WalrusFixture.ANN, Instant.now().minusSeconds(16 * 60))
                .send();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("RequestTimeTooSkewed");
    }

    @Test
    void aBodyThatIsNotTheSignedOneIsRefused() throws Exception {
        RawRequest request =
                request("PUT", "/raw/changed", "").body("what was signed").signed(WalrusFixture.ANN, Instant.now());
        RawRequest.Answer answer = request.body("what was chang!").send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("XAmzContentSHA256Mismatch");
        assertThat(ask(request("HEAD", "/raw/changed", "")).status()).isEqualTo(404);
    }

    @Test
    void aPutWithoutLengthIsRefused() throws Exception {
        RawRequest.Answer answer = ask(request("PUT", "/raw/x", ""));
        assertThat(answer.status()).isIn(200, 411);
        RawRequest.Answer chunked = ask(request("PUT", "/raw/x", "").header("transfer-encoding", "chunked"));
        assertThat(chunked.status()).isEqualTo(411);
        assertThat(chunked.body()).contains("MissingContentLength");
    }

    @Test
    void anObjectOfMoreThanFiveGibIsRefusedBeforeItIsSent() throws Exception {
        RawRequest.Answer answer = ask(request("PUT", "/raw/x", "")
                .header("expect", "100-continue")
                .header("content-length", Long.toString((5L << 30) + 1)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("EntityTooLarge");
    }

    @Test
    void xmlBombsAndNonsenseAreMalformed() throws Exception {
        String bomb = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                + "<Delete><Object><Key>&b;</Key></Object></Delete>";
        for (String document : new String[] {bomb, "<Delete>", "{}", "<Other/>", "<Delete/>"}) {
            RawRequest.Answer answer = ask(request("POST", "/raw", "delete").body(document));
            assertThat(answer.status()).as(document).isEqualTo(400);
            assertThat(answer.body()).contains("MalformedXML");
        }
        RawRequest.Answer tooLong = ask(request("POST", "/raw", "delete").body("<Delete>" + " ".repeat(2 << 20)));
        assertThat(tooLong.body()).contains("MaxMessageLengthExceeded");
    }

    @Test
    void expectationsAreAnsweredAtOnce() throws Exception {
        RawRequest request = request("PUT", "/raw/expected", "")
                .header("expect", "100-continue")
                .body("hello");
        String head = request.signed(WalrusFixture.ANN, Instant.now()).text();
        try (Socket socket = new Socket(fixture.uri().getHost(), fixture.uri().getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).contains("100 Continue");
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            assertThat(in.readLine()).isEmpty();
            assertThat(in.readLine()).contains("200 OK");
        }
    }

    @Test
    void anInterruptedUploadLeavesNothing() throws Exception {
        RawRequest request = request("PUT", "/raw/interrupted", "").body("x".repeat(100_000));
        String head = request.signed(WalrusFixture.ANN, Instant.now()).text();
        try (Socket socket = new Socket(fixture.uri().getHost(), fixture.uri().getPort())) {
            socket.getOutputStream().write((head + "x".repeat(5000)).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            Eventually.get(() -> Optional.of(incoming()).filter(count -> count == 1));
        }
        Eventually.get(() -> Optional.of(incoming()).filter(count -> count == 0));
        assertThat(ask(request("HEAD", "/raw/interrupted", "")).status()).isEqualTo(404);
    }

    private static long incoming() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("objects/incoming"))) {
            return files.count();
        }
    }

    @Test
    void garbageIsRefusedAndTheServiceGoesOn() throws Exception {
        byte[] noise = new byte[5000];
        new Random(3).nextBytes(noise);
        assertThat(RawRequest.send(fixture.uri(), noise).body()).contains("<Code>BadRequest</Code>");
        for (String tooLong : new String[] {
            "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(40_000) + "\r\n\r\n",
            "GET /" + "y".repeat(40_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"
        }) {
            RawRequest.Answer answer = send(tooLong);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("<Code>RequestHeaderSectionTooLarge</Code>");
        }
        assertThat(send("GET /%zz/%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(send("BREW /raw HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                        .status())
                .isEqualTo(405);
        assertThat(send("GET /raw?" + "a&b=".repeat(200) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                        .status())
                .isIn(400, 501);
        assertThat(ask(request("GET", "/raw/dir/k", "")).body()).isEqualTo("content");
    }

    private static RawRequest.Answer send(String text) throws Exception {
        return RawRequest.send(fixture.uri(), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void s3ControlDoesNotLookLikeABucket() throws Exception {
        assertThat(ask(request("GET", "/v20180820/tags/arn%3Aaws", "")).status())
                .isEqualTo(405);
    }

    @Test
    void healthAndMetricsAreServed() throws Exception {
        RawRequest ready = new RawRequest(fixture.walrus.opsUri(), "GET", "/readyz", "");
        assertThat(ready.send().status()).isEqualTo(200);
        RawRequest metrics = new RawRequest(fixture.walrus.opsUri(), "GET", "/metrics", "");
        assertThat(metrics.send().body()).contains("jarrah_s3_requests");
    }
}
