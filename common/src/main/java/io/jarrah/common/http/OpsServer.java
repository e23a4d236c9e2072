package io.jarrah.common.http;

import io.jarrah.common.lifecycle.Service;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * For the administrator, on a port of its own: {@code /healthz} (200 while the process works), {@code /readyz} (200
 * when every check is well, else 503 and the problems) and {@code /metrics} (Prometheus text).
 */
public final class OpsServer implements Service {
    private final HttpServer server;

    public OpsServer(String host, int port, String service, List<HealthCheck> checks, PrometheusMeterRegistry metrics) {
        this.server = new HttpServer(
                service + "-ops", HttpServerConfig.of(host, port), new OpsHandler(service, checks, metrics));
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public void start() throws Exception {
        server.start();
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }

    /** Where it listens, once started. */
    public URI uri() {
        return server.uri();
    }

    private static final class OpsHandler extends Handler.Abstract {
        private final String service;
        private final List<HealthCheck> checks;
        private final PrometheusMeterRegistry metrics;

        OpsHandler(String service, List<HealthCheck> checks, PrometheusMeterRegistry metrics) {
            this.service = service;
            this.checks = List.copyOf(checks);
            this.metrics = metrics;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            switch (Request.getPathInContext(request)) {
                case "/healthz" -> answer(response, callback, 200, service + " is alive\n");
                case "/readyz" -> ready(response, callback);
                case "/metrics" -> answer(response, callback, 200, metrics.scrape());
                default -> answer(response, callback, 404, "try /healthz, /readyz or /metrics\n");
            }
            return true;
        }

        private void ready(Response response, Callback callback) {
            String problems = checks.stream()
                    .flatMap(check -> check.problem().map(text -> check.name() + ": " + text).stream())
                    .collect(Collectors.joining("\n"));
            if (problems.isEmpty()) {
                answer(response, callback, 200, service + " is ready\n");
            } else {
                answer(response, callback, 503, problems + "\n");
            }
        }

        private static void answer(Response response, Callback callback, int status, String body) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
            Content.Sink.write(response, true, body, callback);
        }
    }
}
