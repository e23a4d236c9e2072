package io.jarrah.common.http;

import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Makes HTTP/1.1 connections of which one thread at a time reads.
 *
 * <p>Jetty 12.1 answers what its parser refuses (a request line that is too long, say) on another thread, and that thread goes on to
 * read what is left, sometimes before the first one has given the input buffer back to the pool. The second thread may then read into
 * a buffer that the pool has lent to another client's connection by now, whose request begins with the stranger's bytes. With
 * a lock around the reading, the second thread takes a buffer of its own.
 */
public class SerialHttpConnectionFactory extends HttpConnectionFactory {
    public SerialHttpConnectionFactory(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        HttpConnection connection = connection(connector, endPoint);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }

    /** For tests that watch a connection's threads. */
    HttpConnection connection(Connector connector, EndPoint endPoint) {
        return new SerialConnection(getHttpConfiguration(), connector, endPoint);
    }

    /** A connection that is read by one thread at a time. */
    static class SerialConnection extends HttpConnection {
        private final ReentrantLock reading = new ReentrantLock();

        SerialConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        public void onFillable() {
            reading.lock();
            try {
                super.onFillable();
            } finally {
                reading.unlock();
            }
        }
    }
}
