package io.jarrah.tools.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Reads each answer whole before the SDK parses it, and keeps how long that took: from the call until the last byte. So
 * the cloud's answer is told from the client's own work, which for a large answer is the greater part. For one thread.
 */
final class TimedHttpClient implements SdkHttpClient {
    private final SdkHttpClient client;
    private long lastNanos;

    TimedHttpClient(SdkHttpClient client) {
        this.client = client;
    }

    /** What the last answer took, in nanoseconds. */
    long lastNanos() {
        return lastNanos;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = client.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                long begun = System.nanoTime();
                HttpExecuteResponse response = prepared.call();
                HttpExecuteResponse.Builder whole =
                        HttpExecuteResponse.builder().response(response.httpResponse());
                if (response.responseBody().isPresent()) {
                    try (AbortableInputStream body = response.responseBody().get()) {
                        whole.responseBody(AbortableInputStream.create(new ByteArrayInputStream(body.readAllBytes())));
                    }
                }
                lastNanos = System.nanoTime() - begun;
                return whole.build();
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }
}
