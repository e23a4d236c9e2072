package io.jarrah.common.soap;

import io.jarrah.common.http.SerialHttpConnectionFactory;
import io.jarrah.common.pki.KeyMaterial;
import io.jarrah.common.pki.TlsContexts;
import java.security.cert.CertificateParsingException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.cxf.Bus;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The TLS port: Jetty on virtual threads with CXF's servlet in it, which gives port 0, limits and plain handlers beside the endpoints, as CXF's own Jetty
 * transport would not. Without plain handlers nobody gets past the handshake without a certificate of the cloud; with them, nobody gets past {@link Gate}.
 */
final class SoapListener {
    private static final long MIN_BYTES_A_SECOND = 100;
    private static final int MAX_HEADER_BYTES = 16 << 10;

    private final SoapServerConfig config;
    private final KeyMaterial keys;
    private final Bus bus;
    private final Server server;
    private final Set<String> certifiedHosts;
    private volatile int port;

    SoapListener(SoapServerConfig config, KeyMaterial keys, Bus bus) {
        this.config = config;
        this.keys = keys;
        this.bus = bus;
        this.port = config.port();
        this.certifiedHosts = hosts(keys);
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("soap");
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        this.server = new Server(threads);
    }

    void start(Map<String, Handler> plain) throws Exception {
        ServerConnector connector = connector(plain.isEmpty());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(config.maxConnections(), server));
        SizeLimitHandler limit = new SizeLimitHandler(config.maxMessageBytes(), -1);
        limit.setHandler(new Gate(plain, soap()));
        server.setHandler(new MinimumDataRateHandler(limit, MIN_BYTES_A_SECOND, 0));
        for (Handler handler : plain.values()) {
            handler.setServer(server);
            server.addBean(handler);
        }
        server.start();
        port = connector.getLocalPort();
    }

    void stop() throws Exception {
        server.stop();
    }

    int port() {
        return port;
    }

    /** The hosts that the own certificate names. */
    Set<String> certifiedHosts() {
        return certifiedHosts;
    }

    private ServerConnector connector(boolean certificateNeeded) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(TlsContexts.mutual(keys));
        tls.setIncludeProtocols(TlsContexts.PROTOCOL);
        if (certificateNeeded) {
            tls.setNeedClientAuth(true);
        } else {
            tls.setWantClientAuth(true);
        }
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(
                server,
                new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
                new SerialHttpConnectionFactory(http));
        connector.setHost(config.bindHost());
        connector.setPort(config.port());
        connector.setIdleTimeout(config.idleTimeout().toMillis());
        return connector;
    }

    private Handler soap() {
        CXFNonSpringServlet servlet = new CXFNonSpringServlet();
        servlet.setBus(bus);
        ServletHolder holder = new ServletHolder(servlet);
        holder.setInitParameter("hide-service-list-page", "true");
        holder.setInitOrder(0);
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/");
        context.addServlet(holder, Contract.ROOT + "/*");
        return context;
    }

    private static Set<String> hosts(KeyMaterial keys) {
        Set<String> hosts = new HashSet<>();
        try {
            Collection<List<?>> names = keys.certificate().getSubjectAlternativeNames();
            if (names != null) {
                names.forEach(name -> hosts.add(String.valueOf(name.get(1))));
            }
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("the certificate of " + keys + " has unreadable names", e);
        }
        return Set.copyOf(hosts);
    }

    /** Sends each request to its handler: the plain ones by path, all else to SOAP when it is a POST by a client with a certificate. */
    private static final class Gate extends Handler.Wrapper {
        private final Map<String, Handler> plain;

        Gate(Map<String, Handler> plain, Handler soap) {
            super(soap);
            this.plain = Map.copyOf(plain);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Handler handler = plain.get(Request.getPathInContext(request));
            if (handler != null) {
                return handler.handle(request, response, callback);
            }
            if (!HttpMethod.POST.is(request.getMethod())) {
                Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
                return true;
            }
            if (!hasCertificate(request)) {
                Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
                return true;
            }
            return super.handle(request, response, callback);
        }

        private static boolean hasCertificate(Request request) {
            return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                    && session.peerCertificates() != null
                    && session.peerCertificates().length > 0;
        }
    }
}
