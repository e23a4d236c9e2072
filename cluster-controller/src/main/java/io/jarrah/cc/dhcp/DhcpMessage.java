package io.jarrah.cc.dhcp;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;

/**
 * A DHCP message of an Ethernet client or for one, over its bytes: the layout of <a
 * href="https://www.rfc-editor.org/rfc/rfc2131#section-2">RFC 2131 section 2</a>, addresses as numbers. Only messages
 * whose every option lies within it can be had.
 */
final class DhcpMessage {
    static final int REQUEST = 1;
    static final int REPLY = 2;

    static final int DISCOVER = 1;
    static final int ACK = 5;
    static final int INFORM = 8;

    static final int OVERLOAD = 52;
    static final int RELAY_AGENT = 82;
    static final int SUBNET_SELECTION = 118;

    /** Bytes of the longest message taken; with the option that the relay adds it still fits into one frame. */
    static final int MAX_LENGTH = 1400;

    private static final int HTYPE = 1;
    private static final int HLEN = 2;
    private static final int HOPS = 3;
    private static final int FLAGS = 10;
    private static final int CIADDR = 12;
    private static final int YIADDR = 16;
    private static final int GIADDR = 24;
    private static final int CHADDR = 28;
    private static final int COOKIE = 236;
    private static final int OPTIONS = 240;

    private static final int ETHERNET = 1;
    private static final int ETHERNET_LENGTH = 6;
    private static final int COOKIE_VALUE = 0x63825363;
    private static final int BROADCAST_FLAG = 0x8000;
    private static final int PAD = 0;
    private static final int MESSAGE_TYPE = 53;
    private static final int END = 255;
    private static final int LINK_SELECTION = 5;

    private final ByteBuffer bytes;
    private final BitSet options = new BitSet();
    private int type;
    private int end = -1;

    private DhcpMessage(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Copies the message that remains in the buffer; empty when it is not a whole one with one message type. */
    static Optional<DhcpMessage> parse(ByteBuffer datagram) {
        int length = datagram.remaining();
        if (length <= OPTIONS || length > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] copy = new byte[length];
        datagram.get(copy);
        DhcpMessage message = new DhcpMessage(ByteBuffer.wrap(copy));
        boolean ethernet = message.octet(HTYPE) == ETHERNET && message.octet(HLEN) == ETHERNET_LENGTH;
        boolean dhcp = message.bytes.getInt(COOKIE) == COOKIE_VALUE;
        return ethernet && dhcp && message.readOptions() && message.type != 0 ? Optional.of(message) : Optional.empty();
    }

    private boolean readOptions() {
        int at = OPTIONS;
        while (at < bytes.limit()) {
            int code = octet(at);
            if (code == END) {
                end = at;
                return true;
            }
            if (code == PAD) {
                at++;
                continue;
            }
            if (at + 1 >= bytes.limit() || at + 2 + octet(at + 1) > bytes.limit()) {
                return false;
            }
            if (code == MESSAGE_TYPE) {
                if (octet(at + 1) != 1 || type != 0) {
                    return false;
                }
                type = octet(at + 2);
            }
            options.set(code);
            at += 2 + octet(at + 1);
        }
        return false;
    }

    /** {@link #REQUEST} from a client, {@link #REPLY} from a server. */
    int op() {
        return octet(0);
    }

    int hops() {
        return octet(HOPS);
    }

    boolean wantsBroadcast() {
        return (bytes.getShort(FLAGS) & BROADCAST_FLAG) != 0;
    }

    /** The address the client says it has; 0 for none. */
    int ciaddr() {
        return bytes.getInt(CIADDR);
    }

    /** The address the server gives; 0 for none. */
    int yiaddr() {
        return bytes.getInt(YIADDR);
    }

    /** The relay's address; 0 for none. */
    int giaddr() {
        return bytes.getInt(GIADDR);
    }

    /** The client's MAC address, in the 48 low bits. */
    long mac() {
        return bytes.getLong(CHADDR) >>> (Long.SIZE - 8 * ETHERNET_LENGTH);
    }

    /** The value of the option "DHCP message type". */
    int type() {
        return type;
    }

    boolean has(int option) {
        return options.get(option);
    }

    /**
     * The message as a relay passes it on, with the network in the relay agent's link selection (<a
     * href="https://www.rfc-editor.org/rfc/rfc3527">RFC 3527</a>).
     *
     * @param relay where the server shall answer to
     * @param link an address in the client's network
     */
    ByteBuffer relayed(int relay, int link) {
        ByteBuffer out = ByteBuffer.allocate(end + 9);
        out.put(bytes.slice(0, end));
        out.put(HOPS, (byte) (hops() + 1));
        out.putInt(GIADDR, relay);
        if (type == INFORM) {
            // dhcpd would answer to this address by itself; without one it answers to the relay, as to all else.
            out.putInt(CIADDR, 0);
        }
        out.put((byte) RELAY_AGENT).put((byte) 6).put((byte) LINK_SELECTION).put((byte) 4);
        return out.putInt(link).put((byte) END).flip();
    }

    /**
     * The answer as the client gets it, as if from the server itself: no trace of the relay in it.
     *
     * @param ciaddr the client's own address, or 0 when it is to learn it
     */
    ByteBuffer delivered(int ciaddr) {
        ByteBuffer out = ByteBuffer.allocate(bytes.limit());
        out.put(bytes.slice(0, OPTIONS));
        out.putInt(CIADDR, ciaddr);
        out.putInt(GIADDR, 0);
        for (int at = OPTIONS; at < end; ) {
            int size = octet(at) == PAD ? 1 : 2 + octet(at + 1);
            if (octet(at) != RELAY_AGENT) {
                out.put(bytes.slice(at, size));
            }
            at += size;
        }
        out.put((byte) END);
        // A BOOTP message has 300 bytes at least, and some clients insist; what is left is zero, which is padding.
        return out.clear();
    }

    private int octet(int at) {
        return Byte.toUnsignedInt(bytes.get(at));
    }
}
