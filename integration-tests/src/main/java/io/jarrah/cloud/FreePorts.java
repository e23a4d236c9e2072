package io.jarrah.cloud;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** TCP ports of the loopback that were free a moment ago: a component is told its endpoint before it listens. */
final class FreePorts {
    private final Iterator<Integer> ports;

    FreePorts(int count) throws IOException {
        List<Integer> found = new ArrayList<>();
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                found.add(socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        this.ports = found.iterator();
    }

    int next() {
        return ports.next();
    }
}
