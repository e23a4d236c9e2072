package io.jarrah.common.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpsServerTest {
    private Optional<String> problem = Optional.empty();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OpsServer server = new OpsServer(
            "127.0.0.1",
            0,
            "test",
            List.of(new HealthCheck() {
                @Override
                public String name() {
                    return "disk";
                }

                @Override
                public Optional<String> problem() {
                    return problem;
                }
            }),
            metrics);

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.uri() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void readinessTellsTheProblem() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        problem = Optional.of("full");
        HttpResponse<String> answer = get("/readyz");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("disk: full\n");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsAreInPrometheusForm() throws Exception {
        metrics.counter("jarrah.test").increment();
        assertThat(get("/metrics").body()).contains("jarrah_test_total 1.0");
    }

    @Test
    void otherPathsAreNotFoundAndNoVersionIsTold() throws Exception {
        HttpResponse<String> answer = get("/nothing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void whatIsNoRequestIsRefusedInALineOfText() throws Exception {
        try (Socket socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
            socket.getOutputStream().write("GET / HTTP/9.9\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 505 ").endsWith("\r\n\r\n505 HTTP Version Not Supported\n");
        }
    }
}
