package io.jarrah.walrus.http;

import io.jarrah.walrus.s3.ContentSink;
import io.jarrah.walrus.s3.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Moves a request's body into a sink as it arrives. Between two arrivals no thread waits, however slow the client; on
 * arrival the bytes are digested and written in place.
 */
final class BodyPump implements Runnable {
    private final Request request;
    private final BodyDecoder decoder;
    private final ContentSink sink;
    private final Consumer<Reply> done;
    private final Consumer<Throwable> failed;
    private long received;

    BodyPump(Request request, BodyDecoder decoder, ContentSink sink, Consumer<Reply> done, Consumer<Throwable> failed) {
        this.request = request;
        this.decoder = decoder;
        this.sink = sink;
        this.done = done;
        this.failed = failed;
    }

    /** Bytes that came so far. */
    long received() {
        return received;
    }

    /** Takes what has arrived, and asks to be called again when more does. An edge: whatever is thrown becomes an answer. */
    @Override
    public void run() {
        Reply reply;
        try {
            if (!takeAll()) {
                request.demand(this);
                return;
            }
            reply = sink.complete(decoder.end());
        } catch (Exception e) {
            sink.close();
            failed.accept(e);
            return;
        }
        sink.close();
        done.accept(reply);
    }

    /** True when the last byte is in. */
    private boolean takeAll() throws IOException {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                return false;
            }
            if (Content.Chunk.isFailure(chunk)) {
                throw new ClientGoneException(chunk.getFailure());
            }
            boolean last = chunk.isLast();
            try {
                ByteBuffer bytes = chunk.getByteBuffer();
                received += bytes.remaining();
                decoder.decode(bytes, this::write);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } finally {
                chunk.release();
            }
            if (last) {
                return true;
            }
        }
    }

    private void write(ByteBuffer content) {
        try {
            sink.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
