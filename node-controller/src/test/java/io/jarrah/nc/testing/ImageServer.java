package io.jarrah.nc.testing;

import io.jarrah.common.http.HttpServer;
import io.jarrah.common.http.HttpServerConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A real HTTP server that serves one image as well or as badly as it is told. */
public final class ImageServer extends Handler.Abstract {
    /** How the next answer goes wrong. */
    public enum Fault {
        NONE,
        BREAK_OFF_HALFWAY,
        STALL_HALFWAY,
        IGNORE_RANGE,
        WRONG_RANGE,
        FORBIDDEN,
        UNAVAILABLE
    }

    private final HttpServer server = new HttpServer("images", HttpServerConfig.of("127.0.0.1", 0), this);
    private volatile byte[] content;
    private volatile Fault fault = Fault.NONE;
    private final AtomicInteger faults = new AtomicInteger();
    private final List<Callback> stalled = new CopyOnWriteArrayList<>();
    public final List<String> ranges = new CopyOnWriteArrayList<>();

    public ImageServer(byte[] content) {
        this.content = content.clone();
    }

    public void begin() throws Exception {
        server.start();
    }

    /** Faultless, serving that. */
    public void reset(byte[] fresh) {
        content = fresh.clone();
        faults.set(0);
        ranges.clear();
        stalled.forEach(callback -> callback.failed(new IOException("the test is over")));
        stalled.clear();
    }

    public URI uri() {
        return server.uri().resolve("/images/one?X-Amz-Signature=abc");
    }

    public void content(byte[] changed) {
        content = changed.clone();
    }

    public void fail(Fault kind, int times) {
        faults.set(times);
        fault = kind;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String range = request.getHeaders().get(HttpHeader.RANGE);
        ranges.add(range == null ? "" : range);
        Fault now = faults.getAndDecrement() > 0 ? fault : Fault.NONE;
        switch (now) {
            case FORBIDDEN -> Response.writeError(request, response, callback, 403);
            case UNAVAILABLE -> Response.writeError(request, response, callback, 503);
            default -> serve(response, callback, now, now == Fault.IGNORE_RANGE ? null : range);
        }
        return true;
    }

    private void serve(Response response, Callback callback, Fault now, String range) {
        byte[] body = content;
        int from = 0;
        if (range != null) {
            from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            int claimed = now == Fault.WRONG_RANGE ? 0 : from;
            response.setStatus(206);
            response.getHeaders()
                    .put(HttpHeader.CONTENT_RANGE, "bytes " + claimed + "-" + (body.length - 1) + "/" + body.length);
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length - from);
        boolean broken = now == Fault.BREAK_OFF_HALFWAY || now == Fault.STALL_HALFWAY;
        int length = broken ? (body.length - from) / 2 : body.length - from;
        Callback after = callback;
        if (now == Fault.STALL_HALFWAY) {
            stalled.add(callback);
            after = Callback.NOOP;
        }
        if (now == Fault.BREAK_OFF_HALFWAY) {
            after = Callback.from(() -> callback.failed(new IOException("broken off")));
        }
        response.write(!broken, ByteBuffer.wrap(body, from, length), after);
    }

    public void shut() throws Exception {
        stalled.forEach(callback -> callback.failed(new IOException("the server ends")));
        server.stop();
    }
}
