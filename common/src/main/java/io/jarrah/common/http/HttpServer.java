package io.jarrah.common.http;

import io.jarrah.common.lifecycle.Service;
import java.net.URI;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A plain HTTP/1.1 server around one Jetty handler, which may block: it runs on virtual threads. */
public final class HttpServer implements Service {
    private static final int INPUT_BUFFER = 64 << 10;

    private final String name;
    private final HttpServerConfig config;
    private final Server server;
    private final ServerConnector connector;

    /** Words refusals as a line of text. */
    public HttpServer(String name, HttpServerConfig config, Handler handler) {
        this(name, config, handler, Refusals.text());
    }

    public HttpServer(String name, HttpServerConfig config, Handler handler, Refusals refusals) {
        this.name = name;
        this.config = config;
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName(name);
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        this.server = new Server(threads);
        this.connector = new ServerConnector(server, new SerialHttpConnectionFactory(configuration(config)));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(config.idleTimeout().toMillis());
        connector.setReuseAddress(true);
        server.addConnector(connector);
        server.setHandler(handler);
        server.setErrorHandler((request, response, callback) -> refuse(refusals, response, callback));
        server.setStopTimeout(5_000);
    }

    private static HttpConfiguration configuration(HttpServerConfig config) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(config.maxHeaderBytes());
        http.setInputBufferSize(INPUT_BUFFER);
        // Otherwise Jetty hands on "charset=utf-8" where "charset=UTF-8" was sent and signed.
        http.setHeaderCacheCaseSensitive(true);
        if (config.rawPaths()) {
            http.setUriCompliance(UriCompliance.UNSAFE);
        }
        return http;
    }

    private static boolean refuse(Refusals refusals, Response response, Callback callback) {
        Refusals.Document document = refusals.document(response.getStatus());
        response.setStatus(document.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, document.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, document.content().length);
        response.write(true, ByteBuffer.wrap(document.content()), callback);
        return true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() throws Exception {
        server.start();
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }

    /** Where it listens, once started; the port is the real one. */
    public URI uri() {
        return URI.create("http://" + config.host() + ":" + connector.getLocalPort());
    }
}
