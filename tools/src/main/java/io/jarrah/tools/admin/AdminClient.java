package io.jarrah.tools.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.common.sign.AwsCredentials;
import io.jarrah.common.sign.HttpRequestView;
import io.jarrah.common.sign.SigV4Keys;
import io.jarrah.common.sign.SigV4Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls the admin API: one signed POST an action. */
final class AdminClient {
    private static final String PATH = "/services/Admin";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final List<String> URL_VARIABLES =
            List.of("JARRAH_ADMIN_URL", "EC2_URL", "AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL");

    private final ObjectMapper json = new ObjectMapper();
    private final URI endpoint;
    private final SigV4Signer signer;
    private final InstantSource clock;

    AdminClient(URI endpoint, AwsCredentials credentials, String region, InstantSource clock) {
        this.endpoint = endpoint;
        this.signer = new SigV4Signer(credentials, region, "jarrah-admin");
        this.clock = clock;
    }

    /** From options, then the environment. */
    static AdminClient of(
            Optional<String> endpoint, Optional<String> region, Map<String, String> environment, InstantSource clock) {
        String id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
        String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
        if (id.isEmpty() || secret.isEmpty()) {
            throw new AdminException("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set to a key of the cloud"
                    + " administrator's account; on the cloud controller: set -a; . /var/lib/jarrah/clc/credentials");
        }
        String url = endpoint.or(() -> URL_VARIABLES.stream()
                        .map(name -> environment.getOrDefault(name, ""))
                        .filter(value -> !value.isEmpty())
                        .findFirst())
                .orElse("http://127.0.0.1:8773");
        String name = region.or(() -> Optional.ofNullable(environment.get("AWS_REGION")))
                .or(() -> Optional.ofNullable(environment.get("AWS_DEFAULT_REGION")))
                .orElse("us-east-1");
        return new AdminClient(adminUri(url), AwsCredentials.of(id, secret), name, clock);
    }

    /** The admin API of the cloud whose EC2 or admin URL that is. */
    static URI adminUri(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getScheme() == null || uri.getRawAuthority() == null) {
                throw new IllegalArgumentException("scheme and host are missing");
            }
            return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + PATH);
        } catch (IllegalArgumentException bad) {
            throw new AdminException("not a URL such as http://clc.example:8773: " + url, bad);
        }
    }

    /** Calls an action and returns its answer. */
    JsonNode call(String action, Map<String, ?> request) {
        try {
            byte[] body = json.writeValueAsBytes(request);
            URI uri = URI.create(endpoint + "/" + action);
            HttpRequestView view =
                    new HttpRequestView("POST", uri.getRawPath(), "", Map.of("host", List.of(uri.getRawAuthority())));
            HttpRequest.Builder http = HttpRequest.newBuilder(uri)
                    .timeout(TIMEOUT)
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            signer.sign(view, SigV4Keys.sha256Hex(body), clock.instant()).forEach(http::header);
            return answer(send(http.build()));
        } catch (JsonProcessingException bad) {
            throw new AdminException(
                    "what answered at " + endpoint + " is no Jarrah cloud: it does not speak JSON", bad);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException away) {
            throw new AdminException(
                    "no answer from " + endpoint + " (" + away + "); does the cloud controller run, is the URL right?"
                            + " Give another with --endpoint.",
                    away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AdminException("interrupted", interrupted);
        }
    }

    private JsonNode answer(HttpResponse<byte[]> response) throws JsonProcessingException {
        JsonNode answer;
        try {
            answer = json.readTree(response.body());
        } catch (JsonProcessingException bad) {
            throw bad;
        } catch (IOException impossible) {
            throw new IllegalStateException("an array was read", impossible);
        }
        if (response.statusCode() == 200) {
            return answer;
        }
        JsonNode error = answer.path("error");
        throw new AdminException(error.path("code").asText("HTTP " + response.statusCode()) + ": "
                + error.path("message").asText("no message") + " (request "
                + answer.path("requestId").asText("?") + ")");
    }
}
