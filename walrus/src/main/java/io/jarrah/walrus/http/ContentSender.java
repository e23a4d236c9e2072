package io.jarrah.walrus.http;

import io.jarrah.walrus.store.ContentReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends an object's bytes with one pooled buffer, whatever their number; while the client takes its time no thread waits. */
final class ContentSender extends IteratingCallback {
    private static final Logger LOG = LoggerFactory.getLogger(ContentSender.class);
    private static final int BUFFER = 256 << 10;

    private final Response response;
    private final ContentReader reader;
    private final Callback callback;
    private final RetainableByteBuffer buffer;
    private boolean finished;

    ContentSender(Request request, Response response, ContentReader reader, Callback callback) {
        this.response = response;
        this.reader = reader;
        this.callback = callback;
        int size = (int) Math.max(1, Math.min(BUFFER, reader.remaining()));
        this.buffer = request.getComponents().getByteBufferPool().acquire(size, true);
    }

    @Override
    protected Action process() throws IOException {
        if (finished) {
            return Action.SUCCEEDED;
        }
        ByteBuffer bytes = buffer.getByteBuffer();
        BufferUtil.clearToFill(bytes);
        fill(bytes);
        bytes.flip();
        finished = reader.remaining() == 0;
        response.write(finished, bytes, this);
        return Action.SCHEDULED;
    }

    private void fill(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining() && reader.read(bytes) >= 0) {
                // Goes on over the border of a part.
            }
        } catch (IOException e) {
            LOG.error("the bytes of an object cannot be read; its answer is broken off", e);
            throw e;
        }
    }

    @Override
    protected void onCompleteSuccess() {
        end();
        callback.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        end();
        callback.failed(cause);
    }

    private void end() {
        buffer.release();
        reader.close();
    }
}
