package io.jarrah.cc.dhcp;

import java.net.InetSocketAddress;

/**
 * Where relay and dhcpd meet: one end of a pair of interfaces, whose other end is only there so that the first has a
 * carrier. dhcpd reads what the relay sends out of it, with a raw socket, and answers over the loopback interface. So
 * dhcpd opens one interface however many networks there are. Nothing else gets there: no route leads to the interface,
 * and the multicast group is never forwarded.
 */
public final class ServerLink {
    /** The interface dhcpd reads. */
    public static final String INTERFACE = "jdhcp0";

    /** Its other end. */
    public static final String PEER = "jdhcp1";

    /** The relay's address, alone on {@link #INTERFACE}: what dhcpd answers to. */
    public static final String RELAY_ADDRESS = "169.254.77.1";

    /** The mask of that address, with which dhcpd knows the interface for one it shall read. */
    public static final String NETMASK = "255.255.255.255";

    /** Bits of that mask. */
    public static final int PREFIX_LENGTH = 32;

    /** What the relay sends to: a link-local multicast group. */
    public static final String SERVER_ADDRESS = "224.0.0.77";

    /** Where dhcpd's answers come from; the kernel takes this source from no other interface than lo. */
    public static final String ANSWER_SOURCE = "127.0.0.1";

    /** UDP port of both: only root may open it, IANA assigns it to nobody, and NFS does not pick it. */
    public static final int PORT = 277;

    static final InetSocketAddress RELAY = new InetSocketAddress(RELAY_ADDRESS, PORT);
    static final InetSocketAddress SERVER = new InetSocketAddress(SERVER_ADDRESS, PORT);

    private ServerLink() {}
}
