package io.jarrah.common.soap;

import java.time.Duration;

/**
 * Where and within which limits a SOAP server listens.
 *
 * @param bindHost address it listens on, such as 0.0.0.0
 * @param port 0 for any free one
 * @param advertisedHost the host in the endpoint that others are told; its certificate must name it
 * @param maxMessageBytes a larger request is refused with 413
 * @param maxConnections further ones wait to be accepted
 * @param idleTimeout a connection that is silent for longer is closed; beyond the longest wait of a long poll
 */
public record SoapServerConfig(
        String bindHost,
        int port,
        String advertisedHost,
        long maxMessageBytes,
        int maxConnections,
        Duration idleTimeout) {
    private static final long MAX_MESSAGE = 16L << 20;
    private static final int MAX_CONNECTIONS = 4096;
    private static final Duration IDLE = Duration.ofMinutes(2);

    /** With the usual limits: 16 MiB, 4096 connections, 2 minutes. */
    public static SoapServerConfig of(String bindHost, int port, String advertisedHost) {
        return new SoapServerConfig(bindHost, port, advertisedHost, MAX_MESSAGE, MAX_CONNECTIONS, IDLE);
    }
}
