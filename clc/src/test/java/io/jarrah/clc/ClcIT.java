package io.jarrah.clc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.component.RegisteredComponent;
import io.jarrah.clc.http.Clients;
import io.jarrah.common.contract.ComponentRole;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class ClcIT {
    @TempDir
    private Path state;

    @Test
    void startsServesAndStartsAgainAsTheSame() throws Exception {
        Clc first = clc();
        first.start();
        Map<String, String> credentials = Files.readAllLines(first.credentialsFile()).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(line -> line.split("=", 2)[0], line -> line.split("=", 2)[1]));
        GetCallerIdentityResponse identity = callerIdentity(first.apiUri(), credentials);
        assertThat(get(first.opsUri().resolve("/readyz")).statusCode()).isEqualTo(200);
        assertThat(get(first.opsUri().resolve("/metrics")).body()).contains("jarrah_api_requests");
        RegisteredComponent self = first.wiring().components().list().getFirst();
        assertThat(self.role()).isEqualTo(ComponentRole.CLC);
        assertThat(self.endpoint()).hasValue(first.identityUri());
        first.stop();

        Clc second = clc();
        second.start();
        assertThat(callerIdentity(second.apiUri(), credentials).arn()).isEqualTo(identity.arn());
        assertThat(second.wiring().components().list().getFirst().certificateSha256())
                .isEqualTo(self.certificateSha256());
        assertThat(second.joinUri().getPath()).isEqualTo("/services/Join");
        second.stop();
    }

    private Clc clc() throws Exception {
        return new Clc(
                ClcConfig.local(state),
                Clock.systemUTC(),
                new SecureRandom(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    private static GetCallerIdentityResponse callerIdentity(URI api, Map<String, String> credentials) {
        try (StsClient sts =
                Clients.sts(api, credentials.get("AWS_ACCESS_KEY_ID"), credentials.get("AWS_SECRET_ACCESS_KEY"))) {
            return sts.getCallerIdentity();
        }
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
