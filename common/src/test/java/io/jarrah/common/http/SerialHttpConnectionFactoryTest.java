package io.jarrah.common.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.testing.Eventually;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SerialHttpConnectionFactoryTest {
    private static final int PATIENCE_MILLIS = 60_000;

    /** The thread that refused the request still holds the input buffer when the next one comes to read. */
    @Test
    void theThreadThatRefusesARequestIsAloneUntilItHasGivenBackItsBuffer() throws Exception {
        Server server = new Server();
        Watching factory = new Watching();
        ServerConnector connector = new ServerConnector(server, factory);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.start();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write("GET / HTTP/9.9\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 505 ");
            Watched connection = factory.made.get();
            assertThat(connection).isNotNull();
            // The answer may be here before the second thread is.
            Eventually.isTrue(() -> connection.refused);
            assertThat(connection.overlapped).isFalse();
        } finally {
            server.stop();
        }
    }

    private static final class Watching extends SerialHttpConnectionFactory {
        private final AtomicReference<Watched> made = new AtomicReference<>();

        Watching() {
            super(new HttpConfiguration());
        }

        @Override
        HttpConnection connection(Connector connector, EndPoint endPoint) {
            Watched connection = new Watched(getHttpConfiguration(), connector, endPoint);
            made.set(connection);
            return connection;
        }
    }

    /** Holds the refusing thread until the second one waits its turn, or has not waited. */
    private static final class Watched extends SerialHttpConnectionFactory.SerialConnection {
        private volatile @Nullable Thread refusing;
        private volatile @Nullable Thread second;
        private volatile boolean overlapped;
        private volatile boolean refused;

        Watched(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected RequestHandler newRequestHandler() {
            return new RequestHandler() {
                @Override
                public void badMessage(HttpException failure) {
                    refusing = Thread.currentThread();
                    super.badMessage(failure);
                    awaitSecond();
                    refusing = null;
                    refused = true;
                }
            };
        }

        private void awaitSecond() {
            try {
                Eventually.isTrue(() -> overlapped || waits(second));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static boolean waits(@Nullable Thread thread) {
            return thread != null && thread.getState() == Thread.State.WAITING;
        }

        @Override
        public void onFillable() {
            if (refusing != null) {
                second = Thread.currentThread();
            }
            super.onFillable();
        }

        /** Asked while reading. */
        @Override
        public boolean isRequestBufferEmpty() {
            Thread holder = refusing;
            if (holder != null && holder != Thread.currentThread()) {
                overlapped = true;
            }
            return super.isRequestBufferEmpty();
        }
    }
}
