package io.jarrah.clc.http;

import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.ApiError;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.aws.QueryCodec;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.db.Conflicts;
import io.jarrah.common.db.DatabaseStoppedException;
import io.jarrah.common.log.LogSetup;
import io.jarrah.common.sign.HttpRequestView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The one handler of the public port. Every request gets an id, which is in the answer, in each log line it causes, and in each message to other services; and one line in the access log.
 */
public final class ApiHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    private static final Logger ACCESS = LoggerFactory.getLogger("io.jarrah.access");

    /** WebDAV's longest; a stranger's may be as long as a request line. */
    private static final int LONGEST_METHOD = 16;

    private final Map<Api, Endpoint> endpoints = new EnumMap<>(Api.class);
    private final MeterRegistry metrics;

    /** Serves these tables, one for each API. */
    public ApiHandler(
            ActionTable ec2,
            ActionTable iam,
            ActionTable sts,
            ActionTable admin,
            Codecs codecs,
            Authentication authentication,
            MeterRegistry metrics) {
        this.metrics = metrics;
        endpoints.put(Api.EC2, new QueryEndpoint(ec2, codecs.ec2(), authentication));
        endpoints.put(Api.IAM, new QueryEndpoint(iam, codecs.iam(), authentication));
        endpoints.put(Api.STS, new QueryEndpoint(sts, codecs.sts(), authentication));
        endpoints.put(Api.ADMIN, new AdminEndpoint(admin, authentication));
    }

    /** The codecs of the three Query APIs. */
    public record Codecs(QueryCodec ec2, QueryCodec iam, QueryCodec sts) {
        /** With the usual limits. */
        public static Codecs create() {
            return new Codecs(QueryCodec.ec2(), QueryCodec.iam(), QueryCodec.sts());
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        long begun = System.nanoTime();
        Correlation correlation = Correlation.random();
        MDC.put(LogSetup.CORRELATION, correlation.id());
        try {
            Exchange exchange = new Exchange(correlation, RequestReader.view(request), Map.of(), new byte[0]);
            Routed routed = new Routed(endpoint(Api.EC2), exchange);
            Answer answer;
            try {
                routed = read(request, correlation);
                answer = answer(routed);
            } catch (ApiException refused) {
                answer = routed.endpoint().error(refused.error(), text(refused), correlation.id());
            } catch (IOException gone) {
                LOG.debug("the client went away before its request was read", gone);
                callback.failed(gone);
                return true;
            }
            send(response, callback, correlation, answer);
            record(request, routed, answer, Duration.ofNanos(System.nanoTime() - begun));
        } finally {
            MDC.remove(LogSetup.CORRELATION);
        }
        return true;
    }

    private record Routed(Endpoint endpoint, Exchange exchange) {}

    private Routed read(Request request, Correlation correlation) throws IOException {
        HttpRequestView view = RequestReader.view(request);
        if (!view.method().equals("POST") && !view.method().equals("GET")) {
            throw Ec2Error.UNSUPPORTED_PROTOCOL.because(
                    "The method " + shortened(view.method()) + " is not supported; use GET or POST");
        }
        byte[] body = RequestReader.body(request);
        Map<String, List<String>> parameters = RequestReader.parameters(request, view, body);
        Api api = Routes.find(view, parameters)
                .orElseThrow(() -> new ApiException(NotHere.ERROR, "No API is served at this path; use / for EC2"));
        return new Routed(endpoint(api), new Exchange(correlation, view, parameters, body));
    }

    /** The edge: whatever an operation throws ends here, as an answer the client can read. */
    private static Answer answer(Routed routed) {
        Endpoint endpoint = routed.endpoint();
        Exchange exchange = routed.exchange();
        try {
            return endpoint.answer(exchange);
        } catch (ApiException refused) {
            if (refused.error().category() == ApiError.Category.BUG) {
                LOG.error("{} failed", exchange.action(), refused);
            }
            return endpoint.error(refused.error(), text(refused), exchange.requestId());
        } catch (DatabaseStoppedException stopping) {
            LOG.info("{} refused: {}", exchange.action(), stopping.getMessage());
            return endpoint.error(endpoint.unavailable(), "The service is starting or stopping.", exchange.requestId());
        } catch (RuntimeException defect) {
            boolean conflict = Conflicts.isConflict(defect);
            LOG.error("{} of {} failed", exchange.action(), exchange.user(), defect);
            return conflict
                    ? endpoint.error(
                            endpoint.unavailable(), "The service is busy; send it again.", exchange.requestId())
                    : endpoint.error(
                            endpoint.internalError(),
                            "An internal error has occurred; the request id leads to it in the log.",
                            exchange.requestId());
        }
    }

    private static void send(Response response, Callback callback, Correlation correlation, Answer answer) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("x-amzn-RequestId", correlation.id());
        if (answer.status() == 413) {
            // What was not read must not be taken for the next request.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private void record(Request request, Routed routed, Answer answer, Duration took) {
        Exchange exchange = routed.exchange();
        String api = routed.endpoint().api().service();
        ACCESS.info(
                "{} {} {} {}:{} {} {} {}ms",
                exchange.requestId(),
                Request.getRemoteAddr(request),
                exchange.account(),
                api,
                exchange.action(),
                answer.status(),
                answer.errorCode().isEmpty() ? "-" : answer.errorCode(),
                took.toMillis());
        Timer.builder("jarrah.api.requests")
                .tag("api", api)
                .tag("action", exchange.action())
                .tag("status", Integer.toString(answer.status()))
                .register(metrics)
                .record(took);
    }

    private Endpoint endpoint(Api api) {
        Endpoint endpoint = endpoints.get(api);
        if (endpoint == null) {
            throw new IllegalStateException("no endpoint for " + api);
        }
        return endpoint;
    }

    private static String shortened(String method) {
        return method.length() <= LONGEST_METHOD ? method : method.substring(0, LONGEST_METHOD) + "...";
    }

    private static String text(ApiException refused) {
        return String.valueOf(refused.getMessage());
    }

    /** A path where nothing is. */
    private enum NotHere implements ApiError {
        ERROR;

        @Override
        public String code() {
            return "InvalidURI";
        }

        @Override
        public int httpStatus() {
            return 404;
        }

        @Override
        public Category category() {
            return Category.USER;
        }
    }
}
