package io.jarrah.clc.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.clc.InstanceWiring;
import io.jarrah.clc.testing.TestingApi;
import io.jarrah.common.pki.JoinToken;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.sts.StsClient;

/** The admin API as docs/admin-api.md has it, called by the cloud administrator. */
class AdminApiIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static TestingApi api;
    private static SigV4Signer administrator;

    @BeforeAll
    static void start(@TempDir Path state) throws Exception {
        api = TestingApi.start(
                state,
                new TestingApi.Parts(InstanceWiring.ENTITIES, database -> List.of(), (wiring, table) -> {}),
                Clock.systemUTC());
        var key = api.keyOf("eucalyptus");
        administrator = new SigV4Signer(AwsCredentials.of(key.key().id(), key.secret()), "us-east-1", "jarrah-admin");
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
    }

    @Test
    void anAccountItsUserAndHerKey() throws Exception {
        String id = call("CreateAccount", "{\"name\":\"acme\"}").path("id").asText();
        assertThat(id).matches("[1-9][0-9]{11}");
        call("CreateUser", "{\"account\":\"acme\",\"name\":\"carol\"}");
        JsonNode key = call("CreateAccessKey", "{\"account\":\"" + id + "\",\"user\":\"carol\"}");
        String keyId = key.path("accessKeyId").asText();
        try (StsClient sts =
                Clients.sts(api.uri(), keyId, key.path("secretAccessKey").asText())) {
            assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::" + id + ":user/carol");
        }
        JsonNode listed = call("ListAccessKeys", "{\"account\":\"acme\"}")
                .path("accessKeys")
                .path(0);
        assertThat(listed.path("accessKeyId").asText()).isEqualTo(keyId);
        assertThat(listed.path("secretAccessKey").asText("")).isEmpty();
        assertThat(call("DeleteAccount", "{\"account\":\"acme\"}")
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo("DeleteConflict");
        call("DeleteAccessKey", "{\"accessKeyId\":\"" + keyId + "\"}");
        call("DeleteUser", "{\"account\":\"acme\",\"name\":\"carol\"}");
        assertThat(call("ListUsers", "{\"account\":\"acme\"}").path("users")).isEmpty();
        call("DeleteAccount", "{\"account\":\"acme\"}");
        assertThat(call("ListAccounts", "").path("accounts").findValuesAsText("name"))
                .containsExactly("alice", "bob", "eucalyptus");
    }

    @Test
    void registeringAClusterMakesItsZone() throws Exception {
        assertThat(call("RegisterComponent", "{\"role\":\"nc\",\"name\":\"n1\",\"cluster\":\"zone2\"}")
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo("NoSuchEntity");
        JsonNode registered = call("RegisterComponent", "{\"role\":\"cc\",\"name\":\"cc2\",\"cluster\":\"zone2\"}");
        JoinToken token = JoinToken.parse(registered.path("joinToken").asText());
        assertThat(token.name()).isEqualTo("cc2");
        try (Ec2Client ec2 = Clients.ec2(api.uri(), api.keyOf("alice"))) {
            assertThat(ec2.describeAvailabilityZones(r -> r.zoneNames("zone2")).availabilityZones())
                    .hasSize(1);
        }
        assertThat(call("ListComponents", "{}").at("/components/0/state").asText())
                .isEqualTo("awaited");
        assertThat(call("RegisterComponent", "{\"role\":\"cc\",\"name\":\"other\",\"cluster\":\"zone2\"}")
                        .at("/error/code")
                        .asText())
                .isEqualTo("EntityAlreadyExists");
        assertThat(call("DeregisterComponent", "{\"role\":\"cc\",\"name\":\"cc2\"}")
                        .path("state")
                        .asText())
                .isEqualTo("deregistered");
    }

    @Test
    void anOperatorsOwnTypes() throws Exception {
        call("DefineInstanceType", "{\"name\":\"big.one\",\"vcpus\":8,\"memoryMib\":16384,\"diskGib\":40}");
        call("HideInstanceType", "{\"name\":\"t1.micro\"}");
        assertThat(call("ListInstanceTypes", "{}").path("instanceTypes").findValuesAsText("name"))
                .contains("big.one", "m1.small")
                .doesNotContain("t1.micro");
        assertThat(call("ListNodes", "{}").path("nodes").isArray()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CreateAccount|{|ValidationError",
                "CreateAccount|[]|ValidationError",
                "CreateAccount|{}|ValidationError",
                "CreateAccount|null|ValidationError",
                "CreateAccount|{\"name\":\"Bad Name\"}|ValidationError",
                "CreateAccount|{\"nmae\":\"typo\"}|ValidationError",
                "CreateAccount|{\"name\":\"alice\"}|EntityAlreadyExists",
                "ListUsers|{\"account\":\"nobody\"}|NoSuchEntity",
                "DeleteAccessKey|{\"accessKeyId\":\"AKIANOBODY\"}|NoSuchEntity",
                "RegisterComponent|{\"role\":\"clc\",\"name\":\"x\"}|ValidationError",
                "RegisterComponent|{\"role\":\"king\",\"name\":\"x\"}|ValidationError",
                "RegisterComponent|{\"role\":\"walrus\",\"name\":\"UP\"}|ValidationError",
                "DefineInstanceType|{\"name\":\"a.b\",\"vcpus\":0,\"memoryMib\":1,\"diskGib\":1}|ValidationError",
                "HideInstanceType|{\"name\":\"no.such\"}|NoSuchEntity",
                "Frobnicate|{}|InvalidAction"
            })
    void whatIsWrongIsRefused(String action, String body, String code) throws Exception {
        assertThat(call(action, body).at("/error/code").asText()).isEqualTo(code);
    }

    private static JsonNode call(String action, String body) throws Exception {
        String path = "/services/Admin/" + action;
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpRequestView view = new HttpRequestView(
                "POST", path, "", Map.of("host", List.of(api.uri().getAuthority())));
        HttpRequest.Builder request = HttpRequest.newBuilder(api.uri().resolve(path))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
        administrator
                .sign(view, SigV4Keys.sha256Hex(bytes), Clock.systemUTC().instant())
                .forEach(request::header);
        return JSON.readTree(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .body());
    }
}
