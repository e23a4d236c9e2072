package io.jarrah.common.http;

import java.time.Duration;

/**
 * Where an HTTP server listens and what a stranger may send it.
 *
 * @param host address to bind
 * @param port TCP port; 0 lets the system choose
 * @param maxHeaderBytes request line and headers together; more is answered 431 or 414
 * @param idleTimeout a connection that is silent for longer is closed
 * @param rawPaths whether any path is let through as it was sent (S3 keys may hold "..", "//" and "%2F"); otherwise
 *     ambiguous ones are answered 400
 */
public record HttpServerConfig(String host, int port, int maxHeaderBytes, Duration idleTimeout, boolean rawPaths) {
    private static final int HEADER_BYTES = 32 << 10;

    /** 32 KiB of headers, 60 s of silence, no ambiguous paths. */
    public static HttpServerConfig of(String host, int port) {
        return new HttpServerConfig(host, port, HEADER_BYTES, Duration.ofSeconds(60), false);
    }

    /** The same, letting any path through. */
    public HttpServerConfig withRawPaths() {
        return new HttpServerConfig(host, port, maxHeaderBytes, idleTimeout, true);
    }

    /** The same with another limit on headers. */
    public HttpServerConfig withMaxHeaderBytes(int bytes) {
        return new HttpServerConfig(host, port, bytes, idleTimeout, rawPaths);
    }
}
