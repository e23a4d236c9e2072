package io.jarrah.common.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Every action of EC2, IAM and STS through the real SDK client, both ways: a random request through its marshaller and our decoder, a
 * random response through our encoder and its unmarshaller, must come out as they went in. Guards the codec and every SDK upgrade.
 */
class QueryCodecFuzzTest {
    private static final long SEED = 20261121;
    private final RecordingHttpClient http = new RecordingHttpClient();
    private final RandomMessages requests = new RandomMessages(SEED, false, true);
    private final RandomMessages responses = new RandomMessages(SEED, false, false);

    @Test
    void everyActionOfEc2() {
        try (Ec2Client client = configure(Ec2Client.builder()).build()) {
            assertThat(fuzz(QueryCodec.ec2(), Ec2Client.class, client)).isGreaterThanOrEqualTo(807);
        }
    }

    @Test
    void everyActionOfIam() {
        try (IamClient client = configure(IamClient.builder()).build()) {
            assertThat(fuzz(QueryCodec.iam(), IamClient.class, client)).isGreaterThanOrEqualTo(180);
        }
    }

    @Test
    void everyActionOfSts() {
        try (StsClient client = configure(StsClient.builder()).build()) {
            assertThat(fuzz(QueryCodec.sts(), StsClient.class, client)).isGreaterThanOrEqualTo(11);
        }
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> B configure(B builder) {
        return builder.httpClient(http)
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://localhost:8773"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")));
    }

    private int fuzz(QueryCodec codec, Class<?> api, Object client) {
        Map<String, Method> methods = new HashMap<>();
        for (Method method : api.getMethods()) {
            if (method.getReturnType().getSimpleName().endsWith("Response")
                    && method.getParameterCount() == 1
                    && method.getParameterTypes()[0].getSimpleName().endsWith("Request")) {
                methods.put(method.getParameterTypes()[0].getSimpleName(), method);
            }
        }
        List<String> failures = new ArrayList<>();
        for (String action : codec.actions()) {
            assertThat(codec.knows(action)).as(action).isTrue();
            try {
                check(codec, action, methods.get(action + "Request"), client, failures);
            } catch (ReflectiveOperationException | QueryException e) {
                Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
                failures.add(action + ": " + cause);
            }
        }
        assertThat(failures).isEmpty();
        return codec.actions().size();
    }

    private void check(QueryCodec codec, String action, Method method, Object client, List<String> failures)
            throws ReflectiveOperationException {
        SdkPojo request = requests.fill(method.getParameterTypes()[0]);
        SdkPojo response = responses.fill(method.getReturnType());
        http.answer(200, codec.encode(action, response, "req-1", "2016-11-15"), Map.of("Content-Type", "text/xml"));
        SdkPojo received = (SdkPojo) method.invoke(client, request);
        if (!received.equalsBySdkFields(response)) {
            failures.add(action + " response: " + response + " came out as " + received);
        }
        DecodedRequest decoded = codec.decode(parameters(http));
        if (!decoded.request().equalsBySdkFields(request)) {
            failures.add(action + " request: " + request + " came out as " + decoded.request());
        }
        if (!decoded.unknownParameters().isEmpty() || !decoded.action().equalsIgnoreCase(action)) {
            failures.add(action + " unknown: " + decoded.unknownParameters());
        }
    }

    static Map<String, List<String>> parameters(RecordingHttpClient http) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        http.request().rawQueryParameters().forEach((name, values) -> parameters.put(name, List.copyOf(values)));
        String body = new String(http.requestBody(), StandardCharsets.UTF_8);
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters
                        .computeIfAbsent(
                                URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                                ignored -> new ArrayList<>())
                        .add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
