package io.jarrah.cloud;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Bytes to a port, and what came back until the peer closed the connection. A refused connection and a peer that neither
 * answers nor closes are exceptions: both would be failures of the service.
 *
 * @param bytes what came back
 * @param reset whether the peer cut the connection with bytes of ours unread, not at the end of a stream
 */
record Wire(byte[] bytes, boolean reset) {
    private static final int PATIENCE_MILLIS = 30_000;

    /** Sends all of it, or as much as the peer takes, and reads to the end. */
    static Wire send(URI endpoint, byte[] bytes) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            // What goes wrong from here on is the peer's doing; a timeout is no SocketException.
            boolean sent = write(socket, bytes);
            boolean ended = read(socket, answer);
            return new Wire(answer.toByteArray(), !sent || !ended);
        }
    }

    private static boolean write(Socket socket, byte[] bytes) throws IOException {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            socket.shutdownOutput();
            return true;
        } catch (SocketException cut) {
            return false;
        }
    }

    private static boolean read(Socket socket, ByteArrayOutputStream answer) throws IOException {
        try {
            InputStream in = socket.getInputStream();
            in.transferTo(answer);
            return true;
        } catch (SocketException cut) {
            return false;
        }
    }

    /** What came back as text. */
    String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
