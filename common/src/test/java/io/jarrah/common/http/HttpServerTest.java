package io.jarrah.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private static final int PATIENCE_MILLIS = 60_000;

    private static HttpServer server(Duration idleTimeout) {
        return new HttpServer(
                "test",
                new HttpServerConfig("127.0.0.1", 0, 4096, idleTimeout, false),
                new Failing(),
                status -> new Refusals.Document(
                        status == 500 ? 503 : 400,
                        "text/plain",
                        ("was " + status).getBytes(StandardCharsets.US_ASCII)));
    }

    /** Fails as a defect would. */
    private static final class Failing extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            throw new IllegalStateException("as the test wants it");
        }
    }

    private static String talk(HttpServer server, String bytes) throws Exception {
        try (Socket socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Nothing tells the server that no more will come; it ends the connection by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"", "GE", "GET / HTTP/1.1\r\nHost: x\r\nX-Ha"})
    void silentConnectionsAreClosed(String beginning) throws Exception {
        HttpServer server = server(Duration.ofMillis(200));
        server.start();
        try {
            assertThat(talk(server, beginning)).doesNotContain("was 500");
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusalsAreWordedByTheApi(String request, int status, String words) throws Exception {
        HttpServer server = server(Duration.ofMinutes(2));
        server.start();
        try {
            assertThat(talk(server, request))
                    .startsWith("HTTP/1.1 " + status + " ")
                    .endsWith(words);
        } finally {
            server.stop();
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("\u0001\u0002\r\n\r\n", 400, "was 400"),
                arguments("GET / HTTP/9.9\r\n\r\n", 400, "was 505"),
                arguments("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 400, "was 414"),
                arguments("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 503, "was 500"));
    }
}
