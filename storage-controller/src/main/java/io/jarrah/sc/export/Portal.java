package io.jarrah.sc.export;

/**
 * The one address that exports are reached at.
 *
 * @param host IPv4 address
 * @param port TCP port, 1 to 65535
 */
public record Portal(String host, int port) {
    public Portal {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no TCP port: " + port);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
