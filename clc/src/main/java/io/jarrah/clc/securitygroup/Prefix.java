package io.jarrah.clc.securitygroup;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 prefix in its one canonical form: without host bits, IPv6 as RFC 5952 writes it. So two texts that mean the same
 * addresses are equal.
 *
 * @param value such as 203.0.113.0/24 or 2001:db8::/32
 */
public record Prefix(String value) {
    /** What Java would also take for digits, and the zones of link-local addresses, are no part of a prefix. */
    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F:.]{2,45})/(0|[1-9][0-9]{0,2})");

    public Prefix {
        if (value.indexOf('/') < 0) {
            throw malformed(value);
        }
    }

    /** Whether it is an IPv6 prefix. */
    public boolean isIpv6() {
        return value.indexOf(':') >= 0;
    }

    /**
     * Reads ADDRESS/BITS; bits of the address beyond the prefix are dropped, as EC2 does. IPv4 addresses in the clothes of IPv6
     * (::ffff:192.0.2.1) are refused: no packet has them.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Prefix parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !InetAddresses.isInetAddress(form.group(1))) {
            throw malformed(text);
        }
        InetAddress address = InetAddresses.forString(form.group(1));
        byte[] bytes = address.getAddress();
        int bits = Integer.parseInt(form.group(2));
        boolean mapped = address instanceof Inet4Address && form.group(1).indexOf(':') >= 0;
        if (mapped || bits > bytes.length * Byte.SIZE) {
            throw malformed(text);
        }
        for (int bit = bits; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
        }
        return new Prefix(InetAddresses.toAddrString(addressOf(bytes)) + "/" + bits);
    }

    private static InetAddress addressOf(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("as many bytes as there were", e);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("not a prefix of the form ADDRESS/BITS: \"" + text + "\"");
    }

    @Override
    public String toString() {
        return value;
    }
}
