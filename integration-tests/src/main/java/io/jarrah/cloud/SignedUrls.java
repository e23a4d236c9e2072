package io.jarrah.cloud;

import io.jarrah.common.sign.AwsCredentials;
import io.jarrah.common.sign.SigV4Signer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A user with no more than an HTTP client: every request is a presigned URL. The cloud's start asks in this way, because
 * the SDK's two clients would cost it two seconds.
 */
final class SignedUrls implements AutoCloseable {
    private static final Duration VALIDITY = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FIRST_FAILURE = 300;
    private static final String EC2_VERSION = "2016-11-15";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI ec2Url;
    private final URI s3Url;
    private final SigV4Signer ec2;
    private final SigV4Signer s3;
    private final InstantSource clock;

    SignedUrls(URI ec2Url, URI s3Url, String region, CloudCredentials credentials, InstantSource clock) {
        AwsCredentials key = AwsCredentials.of(credentials.accessKeyId(), credentials.secretAccessKey());
        this.ec2Url = ec2Url;
        this.s3Url = s3Url;
        this.ec2 = new SigV4Signer(key, region, "ec2");
        this.s3 = new SigV4Signer(key, region, "s3");
        this.clock = clock;
    }

    /** Makes a bucket, or writes an object. */
    void put(String path, byte[] content) throws IOException, InterruptedException {
        URI url = s3.presign("PUT", s3Url.resolve(path), VALIDITY, clock.instant());
        send(HttpRequest.newBuilder(url).PUT(BodyPublishers.ofByteArray(content)), "PUT " + path);
    }

    /** Calls an EC2 action; returns the answer's XML. */
    String call(String action, Map<String, String> parameters) throws IOException, InterruptedException {
        String query = parameters.entrySet().stream()
                .map(entry -> "&" + entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .sorted()
                .collect(Collectors.joining());
        URI url = ec2Url.resolve("/?Action=" + action + "&Version=" + EC2_VERSION + query);
        return send(HttpRequest.newBuilder(ec2.presign("GET", url, VALIDITY, clock.instant())), action);
    }

    private String send(HttpRequest.Builder request, String what) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() >= FIRST_FAILURE) {
            throw new IOException(what + " was refused with " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    @Override
    public void close() {
        http.close();
    }
}
