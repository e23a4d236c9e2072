package io.jarrah.clc.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.account.NewAccessKey;
import io.jarrah.clc.action.Action;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Api;
import io.jarrah.common.sign.AwsCredentials;
import io.jarrah.common.sign.HttpRequestView;
import io.jarrah.common.sign.SigV4Keys;
import io.jarrah.common.sign.SigV4Signer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every action of every table is tried: unsigned, as a stranger, as its owner through Amazon's SDK, and wrongly. An action without a sample fails. */
class ActionCoverageIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, ActionSample> SAMPLES = ActionSamples.all();

    private static World world;
    private static NewAccessKey alice;

    @BeforeAll
    static void start(@TempDir Path state) throws Exception {
        world = new World(state);
        alice = world.key("alice");
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    @Test
    void everyEc2ActionHasASample() {
        assertThat(SAMPLES.keySet())
                .as(
                        "add a sample to ActionSamples for every line of the EC2 action table, see docs/adding-an-action.md")
                .containsExactlyInAnyOrderElementsOf(names(Api.EC2).toList());
    }

    @ParameterizedTest
    @MethodSource("ec2")
    void worksForItsOwner(String action) {
        SAMPLES.get(action).works().accept(world);
    }

    @ParameterizedTest
    @MethodSource("ec2")
    void showsAStrangerNothing(String action) {
        SAMPLES.get(action).stranger().accept(world);
    }

    @ParameterizedTest
    @MethodSource("ec2")
    void refusesWithAmazonsCode(String action) {
        ActionSample sample = SAMPLES.get(action);
        assertThat(World.code(sample.error().apply(world))).isEqualTo(sample.errorCode());
    }

    @ParameterizedTest
    @MethodSource("ec2")
    void refusesUnsignedEc2Requests(String action) throws Exception {
        assertMissingAuthentication(post("/", "Action=" + action, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("sts")
    void refusesUnsignedStsRequests(String action) throws Exception {
        assertMissingAuthentication(post("/services/Tokens", "Action=" + action, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("admin")
    void administersOnlyForTheCloudAdministrator(String action) throws Exception {
        String path = "/services/Admin/" + action;
        assertMissingAuthentication(post(path, "{}", Map.of()));
        HttpRequestView view = new HttpRequestView(
                "POST", path, "", Map.of("host", List.of(world.api.uri().getAuthority())));
        String hash = SigV4Keys.sha256Hex("{}".getBytes(StandardCharsets.UTF_8));
        SigV4Signer signer =
                new SigV4Signer(AwsCredentials.of(alice.key().id(), alice.secret()), "us-east-1", "jarrah-admin");
        HttpResponse<String> answer =
                post(path, "{}", signer.sign(view, hash, Clock.systemUTC().instant()));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("\"code\":\"AccessDenied\"");
    }

    private static void assertMissingAuthentication(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("MissingAuthenticationToken");
    }

    private static HttpResponse<String> post(String path, String body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(world.api.uri().resolve(path))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static Stream<String> ec2() {
        return names(Api.EC2);
    }

    static Stream<String> sts() {
        return names(Api.STS);
    }

    static Stream<String> admin() {
        return names(Api.ADMIN);
    }

    private static Stream<String> names(Api api) {
        ActionTable table = world.api.table(api);
        return table.actions().stream().map(Action::name);
    }
}
