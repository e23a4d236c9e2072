package io.jarrah.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.nc.simulated.SimulatedTiming;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** What strangers and mistaken users send: each gets Amazon's error code or a closed connection, and the cloud goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final String BOMB = "<?xml version=\"1.0\"?><!DOCTYPE b [<!ENTITY a \"aaaaaaaaaa\">"
            + "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
            + "<!ENTITY f SYSTEM \"file:///etc/passwd\">]><Delete><Object><Key>&c;&f;</Key></Object></Delete>";

    private static final String DESCRIBE = "Action=DescribeInstances&Version=2016-11-15";

    /** Two alerts of seven bytes. */
    private static final int MAX_ALERTS = 14;

    private Path state;
    private InProcessCloud cloud;
    private CloudClients clients;
    private String image;

    @BeforeAll
    void up(@TempDir Path directory) throws Exception {
        state = directory;
        cloud = new InProcessCloud(CloudOptions.of(state, 1, SimulatedTiming.INSTANT), Clock.systemUTC());
        cloud.start();
        clients = cloud.clients();
        image = cloud.sampleImage();
    }

    @AfterAll
    void down() throws Exception {
        clients.close();
        cloud.stop();
    }

    @AfterEach
    void theCloudGoesOn() {
        assertThat(clients.ec2().describeRegions().regions()).isNotEmpty();
        assertThat(clients.s3().listBuckets().buckets()).isNotEmpty();
    }

    private RunInstancesRequest.Builder request() {
        return RunInstancesRequest.builder().imageId(image).minCount(1).maxCount(1);
    }

    private static String code(Executable call) {
        Ec2Exception refused = catchThrowableOfType(Ec2Exception.class, call::execute);
        return refused.awsErrorDetails().errorCode();
    }

    private static void assertAnswer(SignedHttp.Answer answer, int status, String code) {
        assertThat(answer).isEqualTo(new SignedHttp.Answer(status, code));
    }

    private SignedHttp honest() throws IOException {
        return new SignedHttp(cloud.credentials(), Instant.now());
    }

    private URI s3(String path) {
        return cloud.s3Url().resolve(path);
    }

    @Test
    void aWrongSecretIsRefused() throws Exception {
        CloudCredentials wrong = new CloudCredentials(cloud.credentials().accessKeyId(), "x".repeat(40));
        SignedHttp forger = new SignedHttp(wrong, Instant.now());
        assertAnswer(forger.ec2(cloud.ec2Url().resolve("/"), DESCRIBE), 401, "AuthFailure");
        assertAnswer(forger.s3(s3("/images?delete"), BOMB), 403, "SignatureDoesNotMatch");
    }

    @ParameterizedTest
    @ValueSource(longs = {-20, 20})
    void aSkewedClockIsTold(long minutes) throws Exception {
        SignedHttp skewed = new SignedHttp(cloud.credentials(), Instant.now().plus(Duration.ofMinutes(minutes)));
        assertAnswer(skewed.ec2(cloud.ec2Url().resolve("/"), DESCRIBE), 400, "RequestExpired");
        assertAnswer(skewed.s3(s3("/images?delete"), BOMB), 403, "RequestTimeTooSkewed");
    }

    @Test
    void anUnknownImageIsNotFound() {
        assertThat(code(() -> clients.ec2()
                        .runInstances(request().imageId("ami-0123456789abcdef0").build())))
                .isEqualTo("InvalidAMIID.NotFound");
        assertThat(code(() ->
                        clients.ec2().runInstances(request().imageId("nonsense").build())))
                .isEqualTo("InvalidAMIID.Malformed");
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThat(code(() -> clients.ec2()
                        .runInstances(request().minCount(0).maxCount(0).build())))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(() -> clients.ec2()
                        .runInstances(request().minCount(3).maxCount(2).build())))
                .isEqualTo("InvalidParameterCombination");
        assertThat(code(() -> clients.ec2()
                        .runInstances(request()
                                .minCount(1_000_000)
                                .maxCount(1_000_000)
                                .build())))
                .isEqualTo("InstanceLimitExceeded");
    }

    @Test
    void userDataBeyondTheLimitIsRefused() {
        String data = Base64.getEncoder().encodeToString(new byte[64 << 10]);
        assertThat(code(() ->
                        clients.ec2().runInstances(request().userData(data).build())))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void aLongQueryIsRefused() throws Exception {
        byte[] request = ("GET /?Action=DescribeInstances&Filter.1.Name=" + "a".repeat(1 << 20)
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        assertRefused(Wire.send(cloud.ec2Url(), request), " 414 ", "RequestUriTooLong");
        assertRefused(Wire.send(cloud.s3Url(), request), " 400 ", "RequestHeaderSectionTooLarge");
    }

    /** The answer may be lost when the peer closes with bytes of ours unread: the network then says so by a reset. */
    private static void assertRefused(Wire answer, String status, String code) {
        if (answer.reset() && answer.bytes().length == 0) {
            return;
        }
        assertThat(answer.text()).startsWith("HTTP/1.1" + status).contains("<Code>" + code + "</Code>");
    }

    @Test
    void entitiesAreNeverExpanded() throws Exception {
        assertAnswer(honest().s3(s3("/images?delete"), BOMB), 400, "MalformedXML");
        assertAnswer(honest().s3(s3("/services/Walrus/images?delete"), BOMB), 400, "MalformedXML");
        assertAnswer(SignedHttp.unsigned(s3("/images?delete"), BOMB), 403, "AccessDenied");
    }

    @Test
    void xmlToTheQueryApiIsRefused() throws Exception {
        assertAnswer(honest().ec2(cloud.ec2Url().resolve("/"), BOMB), 400, "MissingAction");
        assertAnswer(SignedHttp.unsigned(cloud.ec2Url().resolve("/"), BOMB), 403, "MissingAuthenticationToken");
    }

    @ParameterizedTest
    @EnumSource(Garbage.class)
    void garbageOnEveryPortIsAnsweredOrCutOff(Garbage garbage) throws Exception {
        for (URI endpoint : cloud.endpoints()) {
            Wire answer = Wire.send(endpoint, garbage.bytes());
            if (endpoint.getScheme().equals("https")) {
                // A TLS alert, which the close may overtake.
                assertThat(answer.bytes()).as("%s to %s", garbage, endpoint).hasSizeLessThanOrEqualTo(MAX_ALERTS);
                assertThat(answer.text()).matches("(?s)(\\x15.*)?");
            } else {
                boolean s3 = endpoint.equals(cloud.s3Url());
                assertRefused(answer, " 400 ", s3 ? "BadRequest" : "MalformedQueryString");
            }
        }
    }

    private enum Garbage {
        NOISE {
            @Override
            byte[] bytes() {
                byte[] noise = new byte[64 << 10];
                new Random(1).nextBytes(noise);
                return noise;
            }
        },
        UNKNOWN_HTTP {
            @Override
            byte[] bytes() {
                return "GET / HTTP/9.9\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            }
        },
        TLS_HELLO {
            @Override
            byte[] bytes() {
                return new byte[] {0x16, 3, 1, 0, 1, 9};
            }
        };

        abstract byte[] bytes();
    }
}
