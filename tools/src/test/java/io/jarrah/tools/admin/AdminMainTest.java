package io.jarrah.tools.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminMainTest {
    private final List<String> requests = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestURI() + " " + body);
            assertThat(exchange.getRequestHeaders().getFirst("Authorization")).contains("/us-east-1/jarrah-admin/");
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void tablesAreAlignedAndJsonIsPassedOn() {
        answer =
                "{\"accounts\":[{\"id\":\"111122223333\",\"name\":\"acme\",\"cloudAdministrator\":false,\"created\":\"2026-11-21T12:00:00Z\"},"
                        + "{\"id\":\"444455556666\",\"name\":\"a-rather-long-name\",\"cloudAdministrator\":true}]}";
        assertThat(run("account", "list")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "ID            NAME                CLOUDADMINISTRATOR  CREATED",
                        "111122223333  acme                false               2026-11-21T12:00:00Z",
                        "444455556666  a-rather-long-name  true                -");
        assertThat(run("account", "list", "--json")).isZero();
        assertThat(out.toString()).contains("\"name\" : \"acme\"");
        assertThat(requests).containsOnly("/services/Admin/ListAccounts {}");
    }

    @Test
    void registeringPrintsTheTokenAndNothingElseOnStandardOutput() {
        answer = "{\"component\":{},\"joinToken\":\"jarrah1.nc.n1.secret.ca\",\"expires\":\"2026-11-22T12:00:00Z\"}";
        assertThat(run("component", "register", "--role", "nc", "--cluster", "zone1", "--name", "n1"))
                .isZero();
        assertThat(out.toString().strip()).isEqualTo("jarrah1.nc.n1.secret.ca");
        assertThat(err.toString()).contains("JOIN_TOKEN_FILE").doesNotContain("secret");
        assertThat(requests)
                .containsExactly(
                        "/services/Admin/RegisterComponent {\"role\":\"nc\",\"name\":\"n1\",\"cluster\":\"zone1\"}");
    }

    @Test
    void rulesOfAGroupGoOutAndInAsTheyAre(@TempDir Path directory) throws IOException {
        answer = "{\"groupId\":\"sg-1\",\"rules\":\"# office\\ntcp:22,22,ip4:192.0.2.0/24\\n\"}";
        assertThat(run("group", "rules", "export", "--account", "acme", "web")).isZero();
        assertThat(out.toString()).isEqualTo("# office\ntcp:22,22,ip4:192.0.2.0/24\n");
        Path file = Files.writeString(directory.resolve("rules"), out.toString());
        answer = "{\"groupId\":\"sg-1\",\"groupName\":\"web\",\"added\":1,\"removed\":0,\"unchanged\":2}";
        assertThat(run("group", "rules", "import", "--account", "acme", "--egress", "web", file.toString()))
                .isZero();
        assertThat(out.toString().lines()).last().isEqualTo("sg-1     web        1      0        2");
        assertThat(requests)
                .containsExactly(
                        "/services/Admin/ExportSecurityGroupRules {\"account\":\"acme\",\"group\":\"web\",\"egress\":false}",
                        "/services/Admin/ImportSecurityGroupRules {\"account\":\"acme\",\"group\":\"web\",\"egress\":true,"
                                + "\"rules\":\"# office\\ntcp:22,22,ip4:192.0.2.0/24\\n\"}");
        assertThat(run("group", "rules", "import", "--account", "acme", "web", directory + "/none"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("cannot read " + directory + "/none");
    }

    @Test
    void refusalsAreToldWithTheirCode() {
        status = 404;
        answer =
                "{\"error\":{\"code\":\"NoSuchEntity\",\"message\":\"The account x cannot be found.\"},\"requestId\":\"r-1\"}";
        assertThat(run("user", "list", "--account", "x")).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("admin: NoSuchEntity: The account x cannot be found. (request r-1)");
    }

    @Test
    void wrongCommandLines() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("user", "list")).isEqualTo(2);
        assertThat(run("frobnicate")).isEqualTo(2);
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("AWS_ACCESS_KEY_ID").contains("component");
        assertThat(requests).isEmpty();
    }

    @Test
    void noCredentialsNoServerNoCloud() {
        assertThat(AdminMain.run(
                        new String[] {"account", "list"},
                        Map.of(),
                        Clock.systemUTC(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true)))
                .isEqualTo(1);
        assertThat(err.toString()).contains("AWS_SECRET_ACCESS_KEY must be set");
        answer = "<html>";
        assertThat(run("account", "list")).isEqualTo(1);
        assertThat(err.toString()).contains("is no Jarrah cloud");
        server.stop(0);
        assertThat(run("account", "list")).isEqualTo(1);
        assertThat(err.toString()).contains("does the cloud controller run");
    }

    @Test
    void anyUrlOfTheCloudWillDo() {
        for (String url : List.of(
                "http://c:8773",
                "http://c:8773/",
                "http://c:8773/services/Eucalyptus",
                "http://c:8773/services/Admin")) {
            assertThat(AdminClient.adminUri(url)).hasToString("http://c:8773/services/Admin");
        }
        assertThatThrownBy(() -> AdminClient.adminUri("clc")).isInstanceOf(AdminException.class);
    }

    private int run(String... args) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Map<String, String> environment =
                Map.of("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret", "EC2_URL", url);
        return AdminMain.run(
                args, environment, Clock.systemUTC(), new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
