package io.jarrah.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.nc.simulated.SimulatedTiming;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
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
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** What strangers and mistaken users send: each gets Amazon's error code or a closed connection, and the cloud goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final String BOMB = "<?xml version=\"1.0\"?><!DOCTYPE b [<!ENTITY a \"aaaaaaaaaa\">"
            + "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
            + "<!ENTITY f SYSTEM \"file:///etc/passwd\">]><Delete><Object><Key>&c;&f;</Key></Object></Delete>";

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
        image = new SampleImage(clients).ensure();
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

    @Test
    void aWrongSecretIsAuthFailure() throws Exception {
        CloudCredentials wrong = new CloudCredentials(cloud.credentials().accessKeyId(), "x".repeat(40));
        try (CloudClients stranger = new CloudClients(cloud.ec2Url(), cloud.s3Url(), InProcessCloud.REGION, wrong)) {
            // The JDK's HTTP client keeps the body of a 401 to itself; boto3 and aws see the code AuthFailure in
            // ApiHandlerIT.
            Ec2Exception refused = catchThrowableOfType(
                    Ec2Exception.class, () -> stranger.ec2().describeInstances());
            assertThat(refused.statusCode()).isEqualTo(401);
        }
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
                .isIn("InstanceLimitExceeded", "InsufficientInstanceCapacity", "InvalidParameterValue");
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
        URI uri = URI.create(cloud.ec2Url() + "/?Action=DescribeInstances&Filter.1.Name=" + "a".repeat(1 << 20));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isBetween(400, 431);
        } catch (IOException closed) {
            assertThat(closed).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images?delete", "/services/Walrus/images?delete"})
    void entitiesAreNeverExpanded(String path) throws Exception {
        assertThat(post(cloud.s3Url() + path, BOMB)).isBetween(400, 403);
    }

    @Test
    void xmlToTheQueryApiIsRefused() throws Exception {
        assertThat(post(cloud.ec2Url() + "/", BOMB)).isBetween(400, 403);
    }

    private static int post(String uri, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(uri))
                                    .header("Content-Type", "application/xml")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void garbageOnEveryPortIsAnsweredOrCutOff() throws Exception {
        byte[] noise = new byte[64 << 10];
        new Random(1).nextBytes(noise);
        for (URI endpoint : cloud.endpoints()) {
            for (byte[] garbage : new byte[][] {
                noise, "GET / HTTP/9.9\r\n\r\n".getBytes(StandardCharsets.US_ASCII), new byte[] {0x16, 3, 1, 0, 1, 9}
            }) {
                try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
                    socket.setSoTimeout(30_000);
                    OutputStream out = socket.getOutputStream();
                    out.write(garbage);
                    out.flush();
                    socket.shutdownOutput();
                    // Returns at the end of the stream: whatever the service said, it closed the connection.
                    assertThat(socket.getInputStream().readAllBytes().length).isLessThan(64 << 10);
                } catch (IOException reset) {
                    assertThat(reset).isNotNull();
                }
            }
        }
    }
}
