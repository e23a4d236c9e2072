package io.jarrah.nc.testing;

import io.jarrah.common.net.Ipv6Address;
import io.jarrah.nc.testing.Frames.Ether;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Ethernet frames with IPv6, right and wrong, in hexadecimal, with right checksums; each ends with bytes that tell it from others. */
public final class Frames6 {
    public static final int ROUTER_ADVERTISEMENT = 134;
    public static final int NEIGHBOUR_SOLICITATION = 135;
    public static final int NEIGHBOUR_ADVERTISEMENT = 136;
    public static final int REDIRECT = 137;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int FRAGMENT = 44;
    private static final int PAD_OPTIONS = 60;
    private static final int NEIGHBOURS_ONLY = 255;
    private static final int CHECKSUM_OF_UDP = 6;
    private static final int CHECKSUM_OF_ICMP = 2;

    private Frames6() {}

    /** A UDP packet. */
    public static String udp(Ether ether, String from, int sourcePort, String to, int port, String mark) {
        String head = "%04x%04x%04x0000".formatted(sourcePort, port, 8 + mark.length() / 2);
        return packet(ether, from, to, 64, UDP, "", sum(from, to, UDP, head + mark, CHECKSUM_OF_UDP));
    }

    /** The same in one fragment that is not the last. */
    public static String fragment(Ether ether, String from, int sourcePort, String to, int port, String mark) {
        String head = "%04x%04x%04x0000".formatted(sourcePort, port, 8 + mark.length() / 2);
        return packet(
                ether,
                from,
                to,
                64,
                FRAGMENT,
                "11000001" + "4a415252",
                sum(from, to, UDP, head + mark, CHECKSUM_OF_UDP));
    }

    /** A message to neighbours: type, then the target and whatever else. */
    public static String neighbours(Ether ether, String from, String to, int type, String target, String mark) {
        return packet(ether, from, to, NEIGHBOURS_ONLY, ICMPV6, "", message(from, to, type, target, mark));
    }

    /** The same behind destination options, which say nothing. */
    public static String hidden(Ether ether, String from, String to, int type, String target, String mark) {
        return packet(
                ether,
                from,
                to,
                NEIGHBOURS_ONLY,
                PAD_OPTIONS,
                "3a00010400000000",
                message(from, to, type, target, mark));
    }

    /** The same in one fragment that is the first and not the last. */
    public static String inPieces(Ether ether, String from, String to, int type, String target, String mark) {
        return packet(
                ether,
                from,
                to,
                NEIGHBOURS_ONLY,
                FRAGMENT,
                "3a000001" + "4a415252",
                message(from, to, type, target, mark));
    }

    private static String message(String from, String to, int type, String target, String mark) {
        return sum(from, to, ICMPV6, "%02x000000".formatted(type) + "60000000" + hex(target) + mark, CHECKSUM_OF_ICMP);
    }

    private static String packet(
            Ether ether, String from, String to, int hopLimit, int next, String extension, String payload) {
        int length = (extension.length() + payload.length()) / 2;
        return (ether.target() + ether.source()).replace(":", "")
                + "86dd60000000%04x%02x%02x".formatted(length, next, hopLimit)
                + hex(from)
                + hex(to)
                + extension
                + payload;
    }

    /** The payload with its checksum, which also covers a head of addresses, length and protocol. */
    private static String sum(String from, String to, int protocol, String payload, int place) {
        byte[] all = HexFormat.of()
                .parseHex(hex(from) + hex(to) + "%08x%08x".formatted(payload.length() / 2, protocol) + payload);
        ByteBuffer words = ByteBuffer.wrap(all);
        int sum = 0;
        while (words.remaining() > 1) {
            sum += words.getShort() & 0xffff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        int at = place * 2;
        return payload.substring(0, at) + "%04x".formatted(~sum & 0xffff) + payload.substring(at + 4);
    }

    private static String hex(String address) {
        Ipv6Address parsed = Ipv6Address.parse(address).orElseThrow();
        return "%016x%016x".formatted(parsed.high(), parsed.low());
    }
}
