package io.jarrah.nc.testing;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Ethernet frames, right and wrong, in hexadecimal; each ends with bytes that tell it from others. */
public final class Frames {
    private static final int IP_HEADER = 20;
    private static final int UDP_HEADER = 8;

    private Frames() {}

    /** An ARP answer. */
    public static String arp(String sourceMac, String senderMac, String senderIp, String mark) {
        return ether("ff:ff:ff:ff:ff:ff", sourceMac, "0806") + "0001080006040002" + mac(senderMac) + ip(senderIp)
                + "ffffffffffff" + ip("172.16.10.1") + mark;
    }

    /** A UDP packet over IPv4. */
    public static String udp(Ether ether, String from, int sourcePort, String to, int port, String mark) {
        return ether(ether.target(), ether.source(), "0800") + udp(from, sourcePort, to, port, mark);
    }

    /** A DHCP request in the name of that MAC address. */
    public static String dhcp(Ether ether, String from, String to, String client, String mark) {
        String message = "01010600" + "00".repeat(24) + mac(client) + "00".repeat(202) + "63825363350101" + mark;
        return udp(ether, from, 68, to, 67, message);
    }

    /** The same with a VLAN tag. */
    public static String tagged(Ether ether, String from, String to, String mark) {
        return ether(ether.target(), ether.source(), "8100") + "00050800" + udp(from, 5000, to, 5000, mark);
    }

    /** Anything of that type. */
    public static String other(Ether ether, String type, String mark) {
        return ether(ether.target(), ether.source(), type) + "60000000".repeat(10) + mark;
    }

    /** Who sends to whom. */
    public record Ether(String source, String target) {}

    private static String udp(String from, int sourcePort, String to, int port, String mark) {
        int payload = mark.length() / 2;
        ByteBuffer header = ByteBuffer.allocate(IP_HEADER);
        header.put((byte) 0x45).put((byte) 0).putShort((short) (IP_HEADER + UDP_HEADER + payload));
        header.putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
        header.put(HexFormat.of().parseHex(ip(from))).put(HexFormat.of().parseHex(ip(to)));
        header.putShort(10, checksum(header));
        return HexFormat.of().formatHex(header.array())
                + "%04x%04x%04x0000".formatted(sourcePort, port, UDP_HEADER + payload)
                + mark;
    }

    private static short checksum(ByteBuffer header) {
        int sum = 0;
        for (int i = 0; i < IP_HEADER; i += 2) {
            sum += header.getShort(i) & 0xffff;
        }
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }

    private static String ether(String target, String source, String type) {
        return mac(target) + mac(source) + type;
    }

    private static String mac(String text) {
        return text.replace(":", "");
    }

    private static String ip(String dotted) {
        StringBuilder hex = new StringBuilder();
        for (String part : dotted.split("\\.", -1)) {
            hex.append("%02x".formatted(Integer.parseInt(part)));
        }
        return hex.toString();
    }
}
