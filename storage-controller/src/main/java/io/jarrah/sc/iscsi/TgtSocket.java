package io.jarrah.sc.iscsi;

import io.jarrah.sc.iscsi.TgtException.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * tgtd's management socket. Not by {@code tgtadm}: that takes secrets as arguments, which every process of the host can read. tgtd answers
 * one request a connection, and then closes it.
 */
final class TgtSocket {
    private static final int RESPONSE_HEADER = 2 * Integer.BYTES;
    private static final int CHUNK = 64 << 10;
    private static final int LIMIT = 64 << 20;

    private final Path path;
    private final Duration timeout;

    TgtSocket(Path path, Duration timeout) {
        this.path = path;
        this.timeout = timeout;
    }

    /** What tgtd says to it; empty when it only says that it was done. */
    String call(TgtRequest request) throws TgtException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            ByteBuffer message = request.encode();
            // The whole of it at once: tgtd spins on a connection that ends in the middle of a request.
            if (channel.write(message) < message.limit()) {
                throw new IOException("the request was not taken");
            }
            return answer(request, read(channel, selector, deadline));
        } catch (IOException | IllegalArgumentException e) {
            throw new TgtException(
                    Code.NO_ANSWER, "tgtd does not answer at " + path + " (" + request + "): " + e.getMessage(), e);
        }
    }

    private ByteBuffer read(SocketChannel channel, Selector selector, long deadline) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (true) {
            int count = channel.read(chunk);
            if (count < 0) {
                return ByteBuffer.wrap(all.toByteArray()).order(ByteOrder.nativeOrder());
            }
            all.write(chunk.array(), 0, chunk.position());
            chunk.clear();
            if (all.size() > LIMIT) {
                throw new IOException("the answer is longer than " + LIMIT + " bytes");
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (count == 0 && (left <= 0 || Thread.currentThread().isInterrupted())) {
                throw new IOException(left <= 0 ? "silent for " + timeout : "interrupted");
            }
            if (count == 0) {
                selector.select(left);
                selector.selectedKeys().clear();
            }
        }
    }

    static String answer(TgtRequest request, ByteBuffer response) throws TgtException {
        if (response.remaining() < RESPONSE_HEADER) {
            throw new TgtException(Code.NO_ANSWER, "tgtd ended before it answered (" + request + ")");
        }
        int error = response.getInt();
        int length = response.getInt() - RESPONSE_HEADER;
        if (error != 0) {
            Code code = Code.of(error);
            throw new TgtException(code, "tgtd refused: " + request + ": " + code);
        }
        if (length > response.remaining()) {
            throw new TgtException(Code.NO_ANSWER, "tgtd ended in the middle of its answer (" + request + ")");
        }
        byte[] text = new byte[length];
        response.get(text);
        // Text ends with a NUL.
        return new String(text, 0, Math.max(0, length - 1), StandardCharsets.UTF_8);
    }
}
