package io.jarrah.walrus.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * After an early refusal, takes in what a client still sends, up to a limit: many clients read an answer only once they
 * have sent everything, and would see a broken connection instead of the error.
 */
final class Drain implements Callback, Runnable {
    private static final long MAX_BYTES = 64L << 20;

    private final Request request;
    private final Callback next;
    private long drained;

    Drain(Request request, Callback next) {
        this.request = request;
        this.next = next;
    }

    @Override
    public void succeeded() {
        if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            // The client waits for our word before it sends anything.
            next.succeeded();
            return;
        }
        run();
    }

    @Override
    public void failed(Throwable failure) {
        next.failed(failure);
    }

    @Override
    public void run() {
        while (drained < MAX_BYTES) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                break;
            }
            drained += chunk.remaining();
            boolean last = chunk.isLast();
            chunk.release();
            if (last) {
                break;
            }
        }
        next.succeeded();
    }
}
