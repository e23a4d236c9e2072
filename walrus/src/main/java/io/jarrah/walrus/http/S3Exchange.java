package io.jarrah.walrus.http;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.log.LogSetup;
import io.jarrah.walrus.auth.Authenticated;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Caller;
import io.jarrah.walrus.s3.ContentSink;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Query;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.s3.RequestHeaders;
import io.jarrah.walrus.s3.Route;
import io.jarrah.walrus.s3.S3Action;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One request from its first byte to the last of its answer. */
final class S3Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(S3Exchange.class);

    private final S3Handler server;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Correlation correlation;
    private final String hostId;
    private final long begun = System.nanoTime();
    private final String rawPath;
    private @Nullable S3Action action;
    private @Nullable BodyPump pump;

    S3Exchange(
            S3Handler server,
            Request request,
            Response response,
            Callback callback,
            Correlation correlation,
            String hostId) {
        this.server = server;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.correlation = correlation;
        this.hostId = hostId;
        this.rawPath = RequestReader.rawPath(request);
    }

    /** Routes, authenticates and executes, or begins to take the body in. An edge: whatever is thrown becomes an answer. */
    void start() {
        MDC.put(LogSetup.CORRELATION, correlation.id());
        try {
            TargetResolver.Resolved resolved = server.targets().resolve(rawPath, host());
            Query query = new Query(RequestReader.rawQuery(request));
            RequestHeaders headers = RequestReader.headers(request, query);
            Route route = server.router()
                    .find(request.getMethod(), resolved.target(), query, headers.has("x-amz-copy-source"));
            action = route.action();
            Authenticated who = server.authenticator()
                    .authenticate(correlation, RequestReader.view(request), resolved.virtualHostBucket());
            Call call = new Call(
                    correlation,
                    who.caller(),
                    route.action(),
                    resolved.target(),
                    query,
                    headers,
                    RequestReader.claims(request, headers, who),
                    rawPath);
            execute(route.operation(), call, who);
        } catch (Exception e) {
            fail(e);
        } finally {
            MDC.remove(LogSetup.CORRELATION);
        }
    }

    private String host() {
        String host = request.getHeaders().get(HttpHeader.HOST);
        return host == null ? "" : host;
    }

    private void execute(Operation operation, Call call, Authenticated who) throws IOException {
        switch (operation) {
            case Operation.Simple simple -> send(simple.execute(call));
            case Operation.WithDocument document -> {
                if (call.caller() instanceof Caller.Anonymous) {
                    throw new S3Exception(S3Error.AccessDenied);
                }
                pump(new DocumentSink(document, call), call, who);
            }
            case Operation.WithContent content -> pump(content.begin(call), call, who);
        }
    }

    private void pump(ContentSink sink, Call call, Authenticated who) {
        boolean pumping = false;
        try {
            BodyDecoder decoder = RequestReader.decoder(call.headers(), call.body(), who);
            BodyPump body = new BodyPump(request, decoder, sink, this::send, this::fail);
            pump = body;
            pumping = true;
            body.run();
        } finally {
            if (!pumping) {
                sink.close();
            }
        }
    }

    private void send(Reply reply) {
        identify(reply.status());
        response.setStatus(reply.status());
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        switch (reply) {
            case Reply.Empty empty -> {
                if (empty.status() != 204) {
                    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0L);
                }
                response.write(true, null, finish(empty.status()));
            }
            case Reply.Document document -> {
                server.codec().headers(document.model()).forEach((name, value) -> response.getHeaders()
                        .put(name, value));
                write(document.status(), server.codec().encode(document.model()));
            }
            case Reply.Content content -> send(content);
        }
    }

    private void send(Reply.Content content) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length());
        if (isHead() || content.length() == 0) {
            content.content().close();
            response.write(true, null, finish(content.status()));
        } else {
            Callback sent = finish(content.status());
            Callback whole = Callback.from(sent::succeeded, failure -> {
                if (response.isCommitted()) {
                    sent.failed(failure);
                } else {
                    fail(failure);
                }
            });
            new ContentSender(request, response, content.content(), whole).iterate();
        }
    }

    private void write(int status, byte[] body) {
        if (body.length > 0) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, (long) body.length);
        response.write(true, isHead() ? null : ByteBuffer.wrap(body), finish(status));
    }

    private void fail(Throwable failure) {
        S3Exception error = server.errors().translate(failure);
        server.errors().log(error, describe());
        if (response.isCommitted()) {
            callback.failed(failure);
            return;
        }
        int status = error.error().status();
        response.reset();
        identify(status);
        response.setStatus(status);
        if (error.error() == S3Error.NotModified) {
            error.details().forEach(this::describeUnmodified);
            response.write(true, null, finish(status));
            return;
        }
        byte[] document = server.errors().document(error, rawPath, correlation, hostId);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, (long) document.length);
        response.write(true, isHead() ? null : ByteBuffer.wrap(document), new Drain(request, finish(status)));
    }

    private void describeUnmodified(String detail, String value) {
        switch (detail) {
            case "ETag" -> response.getHeaders().put(HttpHeader.ETAG, "\"" + value + "\"");
            case "LastModified" -> response.getHeaders().put(HttpHeader.LAST_MODIFIED, value);
            default -> {
                // The condition's name is for the error document only.
            }
        }
    }

    private void identify(int status) {
        response.getHeaders().put("x-amz-request-id", correlation.id());
        response.getHeaders().put("x-amz-id-2", hostId);
        if (action == S3Action.HeadBucket && status != S3Error.NoSuchBucket.status()) {
            response.getHeaders().put("x-amz-bucket-region", server.region());
        }
    }

    private boolean isHead() {
        return request.getMethod().equals("HEAD");
    }

    private String describe() {
        return (action == null ? request.getMethod() : action.name()) + " " + rawPath;
    }

    /** Counts, logs and ends the exchange once the answer is written. */
    private Callback finish(int status) {
        return Callback.from(
                () -> {
                    conclude(status);
                    callback.succeeded();
                },
                failure -> {
                    LOG.debug("{} was not answered to the end", describe(), failure);
                    conclude(status);
                    callback.failed(failure);
                });
    }

    private void conclude(int status) {
        long nanos = System.nanoTime() - begun;
        S3Action known = action;
        BodyPump body = pump;
        server.count(known == null ? "none" : known.name(), status, nanos);
        MDC.put(LogSetup.CORRELATION, correlation.id());
        LOG.info("{} {} {} B in, {} ms", describe(), status, body == null ? 0 : body.received(), nanos / 1_000_000);
        MDC.remove(LogSetup.CORRELATION);
    }
}
