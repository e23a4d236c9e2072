package io.jarrah.clc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.account.NewAccessKey;
import io.jarrah.clc.testing.TestingApi;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.sign.AwsCredentials;
import io.jarrah.common.sign.HttpRequestView;
import io.jarrah.common.sign.QuerySigV2;
import io.jarrah.common.sign.SigV4Keys;
import io.jarrah.common.sign.SigV4Signer;
import io.jarrah.common.sign.UriEncoding;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class ApiHandlerIT {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private static Path state;

    private static TestingApi api;
    private static NewAccessKey alice;

    @BeforeAll
    static void start() throws Exception {
        api = TestingApi.start(state, TestingApi.Parts.none(), CLOCK);
        alice = api.keyOf("alice");
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/services/Eucalyptus", "/services/Eucalyptus/", "/services/compute"})
    void ec2AtEveryPath(String path) {
        try (Ec2Client ec2 = Clients.ec2(api.uri().resolve("/" + path.replaceFirst("^/", "")), alice)) {
            assertThat(ec2.describeRegions().regions()).singleElement().satisfies(region -> {
                assertThat(region.regionName()).isEqualTo("us-east-1");
                assertThat(region.endpoint()).isEqualTo("ec2.jarrah.example");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/services/Tokens"})
    void stsAtItsPathAndAtTheRoot(String path) {
        try (StsClient sts = Clients.sts(api.uri().resolve(path), alice)) {
            assertThat(sts.getCallerIdentity().account()).isEqualTo(TestingCalls.ALICE.value());
            assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::" + TestingCalls.ALICE + ":root");
        }
    }

    @Test
    void iamIsKnownButNotServedYet() {
        try (IamClient iam = Clients.iam(api.uri(), alice)) {
            assertThatThrownBy(iam::listUsers).isInstanceOfSatisfying(IamException.class, e -> assertThat(
                            e.awsErrorDetails().errorCode())
                    .isEqualTo("UnsupportedOperation"));
        }
    }

    @Test
    void wrongSecretUnknownKeyAndDeletedKey() {
        NewAccessKey temporary = api.keyOf("bob");
        try (Ec2Client good = Clients.ec2(api.uri(), temporary);
                Ec2Client wrong = Clients.ec2(api.uri(), temporary.key().id(), "wrong".repeat(8));
                Ec2Client unknown = Clients.ec2(api.uri(), "AKIAAAAAAAAAAAAAAAAA", "wrong".repeat(8));
                StsClient wrongSts = Clients.sts(api.uri(), temporary.key().id(), "wrong".repeat(8));
                StsClient unknownSts = Clients.sts(api.uri(), "AKIAAAAAAAAAAAAAAAAA", "wrong".repeat(8))) {
            good.describeKeyPairs();
            assertUnauthorized(wrong);
            assertUnauthorized(unknown);
            assertSts(wrongSts, "SignatureDoesNotMatch", 403);
            assertSts(unknownSts, "InvalidClientTokenId", 403);
            api.wiring().accessKeys().delete(temporary.key().id());
            assertUnauthorized(good);
        }
    }

    /** Java's HttpURLConnection, under the SDK here, drops the body of a 401; {@link #theCodeOfAWrongSecret} reads it. */
    private static void assertUnauthorized(Ec2Client client) {
        assertThatThrownBy(client::describeKeyPairs)
                .isInstanceOfSatisfying(
                        Ec2Exception.class, e -> assertThat(e.statusCode()).isEqualTo(401));
    }

    @Test
    void theCodeOfAWrongSecret() throws Exception {
        HttpRequestView view = new HttpRequestView(
                "POST", "/", "", Map.of("host", List.of(api.uri().getAuthority())));
        byte[] body = "Action=DescribeRegions".getBytes(StandardCharsets.UTF_8);
        SigV4Signer forger = new SigV4Signer(AwsCredentials.of(alice.key().id(), "wrong"), "us-east-1", "ec2");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(api.uri().resolve("/")).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        forger.sign(view, SigV4Keys.sha256Hex(body), CLOCK.instant()).forEach(request::header);
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .contains("<Code>AuthFailure</Code>")
                .contains("AWS was not able to validate the provided access credentials")
                .doesNotContain(alice.secret());
    }

    private static void assertSts(StsClient client, String code, int status) {
        assertThatThrownBy(client::getCallerIdentity).isInstanceOfSatisfying(StsException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
        });
    }

    @Test
    void skewedClocks() throws Exception {
        Instant now = CLOCK.instant();
        for (Duration skew : List.of(Duration.ofMinutes(-16), Duration.ofMinutes(16))) {
            assertThat(post("ec2", "/", "Action=DescribeRegions", now.plus(skew))
                            .body())
                    .contains("<Code>RequestExpired</Code>");
            assertThat(post("sts", "/", "Action=GetCallerIdentity", now.plus(skew))
                            .body())
                    .contains("<Code>SignatureDoesNotMatch</Code>");
        }
        assertThat(post("ec2", "/", "Action=DescribeRegions", now.minusSeconds(60))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aForeignRegionOrServiceInTheScope() throws Exception {
        Instant now = CLOCK.instant();
        assertThat(post("us-west-7", "ec2", "/", "Action=DescribeRegions", now).body())
                .contains("<Code>SignatureDoesNotMatch</Code>");
        assertThat(post("s3", "/services/Eucalyptus", "Action=DescribeRegions", now)
                        .body())
                .contains("<Code>SignatureDoesNotMatch</Code>");
        assertThat(post("ec2", "/services/Tokens", "Action=GetCallerIdentity", now)
                        .body())
                .contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @Test
    void unsignedRequests() throws Exception {
        HttpResponse<String> ec2 = send(HttpRequest.newBuilder(api.uri().resolve("/?Action=DescribeRegions")));
        assertThat(ec2.statusCode()).isEqualTo(403);
        assertThat(ec2.body()).contains("<Errors><Error><Code>MissingAuthenticationToken</Code>");
        assertThat(ec2.headers().firstValue("server")).isEmpty();
        HttpResponse<String> sts =
                send(HttpRequest.newBuilder(api.uri().resolve("/services/Tokens?Action=GetCallerIdentity")));
        assertThat(sts.body()).contains("<Type>Sender</Type><Code>MissingAuthenticationToken</Code>");
        HttpResponse<String> admin = send(HttpRequest.newBuilder(api.uri().resolve("/services/Admin/ListAccounts"))
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(admin.statusCode()).isEqualTo(403);
        assertThat(admin.body()).contains("\"code\":\"MissingAuthenticationToken\"");
    }

    @Test
    void presignedAndSigV2() throws Exception {
        SigV4Signer signer = signer("us-east-1", "sts");
        URI presigned = signer.presign(
                "GET",
                api.uri().resolve("/?Action=GetCallerIdentity&Version=2011-06-15"),
                Duration.ofMinutes(5),
                CLOCK.instant());
        assertThat(send(HttpRequest.newBuilder(presigned)).body()).contains(TestingCalls.ALICE.value());

        Map<String, String> signed = QuerySigV2.sign(
                credentials(),
                "GET",
                api.uri().getAuthority(),
                "/services/Eucalyptus",
                Map.of("Action", "DescribeRegions", "Version", "2010-08-31"),
                CLOCK.instant());
        String query = signed.entrySet().stream()
                .map(entry -> UriEncoding.encode(entry.getKey()) + "=" + UriEncoding.encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        URI v2 = api.uri().resolve("/services/Eucalyptus?" + query);
        assertThat(send(HttpRequest.newBuilder(v2)).body())
                .contains("http://ec2.amazonaws.com/doc/2010-08-31/")
                .contains("<regionName>us-east-1</regionName>");
        URI forged = URI.create(v2.toString().replace("DescribeRegions", "DescribeKeyPairs"));
        assertThat(send(HttpRequest.newBuilder(forged)).body()).contains("<Code>AuthFailure</Code>");
    }

    @Test
    void actionsThatAreNotThere() throws Exception {
        Instant now = CLOCK.instant();
        assertThat(post("ec2", "/", "Action=DescribeSpotFleetRequests", now).body())
                .contains("<Code>UnsupportedOperation</Code>");
        assertThat(post("ec2", "/", "Action=Frobnicate", now).body()).contains("<Code>InvalidAction</Code>");
        assertThat(post("ec2", "/", "Version=2016-11-15", now).body()).contains("<Code>MissingAction</Code>");
        assertThat(post("ec2", "/", "Action=DescribeKeyPairs&DryRun=maybe", now).body())
                .contains("<Code>InvalidParameterValue</Code>");
        assertThat(post("ec2", "/", "Action=DescribeKeyPairs&Colour=red", now).statusCode())
                .isEqualTo(200);
        assertThat(post("ec2", "/services/Nothing", "Action=DescribeKeyPairs", now)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void dryRun() throws Exception {
        HttpResponse<String> answer = post("ec2", "/", "Action=DescribeKeyPairs&DryRun=true", CLOCK.instant());
        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(answer.body()).contains("<Code>DryRunOperation</Code>");
    }

    @Test
    void limits() throws Exception {
        String large = "Action=DescribeRegions&X=" + "x".repeat(RequestReader.MAX_BODY);
        HttpResponse<String> answer = post("ec2", "/", large, CLOCK.instant());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("<Code>RequestEntityTooLarge</Code>");
        HttpResponse<String> query =
                send(HttpRequest.newBuilder(api.uri().resolve("/?Action=DescribeRegions&X=" + "x".repeat(1 << 20))));
        assertThat(query.statusCode()).isEqualTo(414);
        assertThat(query.body()).contains("<Code>RequestUriTooLong</Code>");
        assertThat(post("ec2", "/", "Action=DescribeRegions&X=" + "x".repeat(100 << 10), CLOCK.instant())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void garbageSurvives() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[random.nextInt(2000) + 1];
            random.nextBytes(garbage);
            try (Socket socket = new Socket(api.uri().getHost(), api.uri().getPort())) {
                socket.setSoTimeout(5000);
                socket.getOutputStream().write(garbage);
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException closed) {
                assertThat(closed).isNotInstanceOf(java.net.SocketTimeoutException.class);
            }
        }
        for (String body : List.of(
                "%",
                "Action=%zz",
                "=&=&=",
                "Action=Action=Action",
                "Action",
                "<!DOCTYPE x>",
                "Action=DescribeRegions&Action=DescribeRegions")) {
            assertThat(post("ec2", "/", body, CLOCK.instant()).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(post("ec2", "/", "Action=DescribeRegions", CLOCK.instant()).statusCode())
                .isEqualTo(200);
        HttpResponse<String> put =
                send(HttpRequest.newBuilder(api.uri().resolve("/")).PUT(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(put.statusCode()).isEqualTo(405);
    }

    @Test
    void everyRequestIsCounted() throws Exception {
        post("ec2", "/", "Action=DescribeRegions", CLOCK.instant());
        assertThat(api.metrics()
                        .get("jarrah.api.requests")
                        .tag("action", "DescribeRegions")
                        .tag("status", "200")
                        .timer()
                        .count())
                .isPositive();
    }

    private static HttpResponse<String> post(String service, String path, String body, Instant at) throws Exception {
        return post("us-east-1", service, path, body, at);
    }

    private static HttpResponse<String> post(String region, String service, String path, String body, Instant at)
            throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpRequestView view = new HttpRequestView(
                "POST", path, "", Map.of("host", List.of(api.uri().getAuthority())));
        HttpRequest.Builder request = HttpRequest.newBuilder(api.uri().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
        signer(region, service).sign(view, SigV4Keys.sha256Hex(bytes), at).forEach(request::header);
        return send(request);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        // A client of its own: the server closes the connection after some refusals, and a pool would race with that.
        HttpClient http = HttpClient.newHttpClient();
        return http.send(
                request.timeout(Duration.ofSeconds(20))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static SigV4Signer signer(String region, String service) {
        return new SigV4Signer(credentials(), region, service);
    }

    private static AwsCredentials credentials() {
        return AwsCredentials.of(alice.key().id(), alice.secret());
    }
}
