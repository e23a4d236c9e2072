package io.jarrah.common.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Stands for the network: keeps what the SDK's client sent and answers what it was told. */
final class RecordingHttpClient implements SdkHttpClient {
    private SdkHttpRequest request;
    private byte[] requestBody = {};
    private int status = 200;
    private byte[] responseBody = {};
    private Map<String, String> responseHeaders = Map.of();

    void answer(int newStatus, byte[] body, Map<String, String> headers) {
        status = newStatus;
        responseBody = body;
        responseHeaders = headers;
    }

    SdkHttpRequest request() {
        return request;
    }

    byte[] requestBody() {
        return requestBody;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest execution) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                request = execution.httpRequest();
                if (execution.contentStreamProvider().isPresent()) {
                    try (InputStream stream =
                            execution.contentStreamProvider().get().newStream()) {
                        requestBody = stream.readAllBytes();
                    }
                } else {
                    requestBody = new byte[0];
                }
                SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(status);
                responseHeaders.forEach((name, value) -> response.putHeader(name, List.of(value)));
                return HttpExecuteResponse.builder()
                        .response(response.build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(responseBody)))
                        .build();
            }

            @Override
            public void abort() {
                // There is nothing to break off.
            }
        };
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
