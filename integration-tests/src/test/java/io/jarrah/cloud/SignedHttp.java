package io.jarrah.cloud;

import io.jarrah.common.sign.AwsCredentials;
import io.jarrah.common.sign.HttpRequestView;
import io.jarrah.common.sign.SigV4Keys;
import io.jarrah.common.sign.SigV4Signer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests that no SDK would make, signed: the answer as it is on the wire, where an SDK keeps some of it to itself. */
record SignedHttp(CloudCredentials credentials, Instant at) {
    private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");

    /** A status with the error code of its document, empty when there is none. */
    record Answer(int status, String code) {}

    Answer ec2(URI uri, String body) throws Exception {
        return send("ec2", uri, body);
    }

    Answer s3(URI uri, String body) throws Exception {
        return send("s3", uri, body);
    }

    private Answer send(String service, URI uri, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        HttpRequestView view =
                new HttpRequestView("POST", uri.getRawPath(), query, Map.of("host", List.of(uri.getAuthority())));
        AwsCredentials key = AwsCredentials.of(credentials.accessKeyId(), credentials.secretAccessKey());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", service.equals("s3") ? "application/xml" : "application/x-www-form-urlencoded");
        new SigV4Signer(key, InProcessCloud.REGION, service)
                .sign(view, SigV4Keys.sha256Hex(bytes), at)
                .forEach(request::header);
        return post(request, bytes);
    }

    /** Without a signature. */
    static Answer unsigned(URI uri, String body) throws Exception {
        return post(
                HttpRequest.newBuilder(uri).header("Content-Type", "application/xml"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer post(HttpRequest.Builder request, byte[] body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    request.version(HttpClient.Version.HTTP_1_1)
                            .timeout(Duration.ofSeconds(60))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            Matcher code = CODE.matcher(answer.body());
            return new Answer(answer.statusCode(), code.find() ? code.group(1) : "");
        }
    }
}
