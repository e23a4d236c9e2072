package io.jarrah.clc.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.clc.account.NewAccessKey;
import io.jarrah.common.sign.AwsCredentials;
import io.jarrah.common.sign.HttpRequestView;
import io.jarrah.common.sign.SigV4Keys;
import io.jarrah.common.sign.SigV4Signer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.IpPermission;

/** Rules as text through the whole front end, as {@code tools/admin group rules} sends them, seen through Amazon's SDK. */
class GroupRulesAdminIT {
    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path work;

    @Test
    void theAdministratorImportsRulesThatTheOwnerSees() throws Exception {
        try (World world = new World(Files.createDirectory(work.resolve("state")))) {
            world.cloud
                    .api
                    .accessKeys()
                    .ensureCloudAdministrator(
                            work.resolve("credentials"), Clock.systemUTC().instant());
            NewAccessKey administrator = world.key("eucalyptus");
            String group = world.alice
                    .createSecurityGroup(r -> r.groupName("web").description("d"))
                    .groupId();
            JsonNode done = call(
                    world,
                    administrator,
                    "ImportSecurityGroupRules",
                    Map.of("account", "alice", "group", "web", "egress", false, "rules", """
                            # office
                            tcp:1,1024,ip4:192.0.2.0/24
                            icmp:8,0,ip4:0.0.0.0
                            """));
            assertThat(done.path("groupId").asText()).isEqualTo(group);
            assertThat(done.path("added").asInt()).isEqualTo(2);
            List<IpPermission> seen = world.alice
                    .describeSecurityGroups(r -> r.groupIds(group))
                    .securityGroups()
                    .getFirst()
                    .ipPermissions();
            assertThat(seen)
                    .extracting(p -> p.ipProtocol() + " " + p.fromPort() + " " + p.toPort())
                    .containsExactlyInAnyOrder("tcp 1 1024", "icmp 8 0");
            JsonNode refused = call(
                    world,
                    administrator,
                    "ImportSecurityGroupRules",
                    Map.of("account", "alice", "group", "web", "rules", "\nssh please\n"));
            assertThat(refused.at("/error/code").asText()).isEqualTo("ValidationError");
            assertThat(refused.at("/error/message").asText()).contains("line 2: ");
            assertThat(call(
                                    world,
                                    administrator,
                                    "ExportSecurityGroupRules",
                                    Map.of("account", "alice", "group", group))
                            .path("rules")
                            .asText())
                    .isEqualTo("icmp:8,0,ip4:0.0.0.0\ntcp:1,1024,ip4:192.0.2.0/24\n");
            assertThat(call(
                                    world,
                                    world.key("bob"),
                                    "ExportSecurityGroupRules",
                                    Map.of("account", "alice", "group", group))
                            .at("/error/code")
                            .asText())
                    .isEqualTo("AccessDenied");
        }
    }

    private JsonNode call(World world, NewAccessKey key, String action, Map<String, Object> request) throws Exception {
        String path = "/services/Admin/" + action;
        byte[] body = json.writeValueAsBytes(request);
        HttpRequestView view = new HttpRequestView(
                "POST", path, "", Map.of("host", List.of(world.api.uri().getAuthority())));
        HttpRequest.Builder http = HttpRequest.newBuilder(world.api.uri().resolve(path))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        new SigV4Signer(AwsCredentials.of(key.key().id(), key.secret()), "us-east-1", "jarrah-admin")
                .sign(view, SigV4Keys.sha256Hex(body), Clock.systemUTC().instant())
                .forEach(http::header);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return json.readTree(client.send(http.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .body());
        }
    }
}
