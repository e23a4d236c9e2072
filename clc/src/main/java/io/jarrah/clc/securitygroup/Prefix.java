package io.jarrah.clc.securitygroup;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 prefix in its one canonical form: without host bits, IPv6 as RFC 5952 writes it. So two texts that mean the same
 * addresses are equal.
 *
 * @param value such as 203.0.113.0/24 or 2001:db8::/32
 */
public record Prefix(String value) {
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int LONGEST = 49;
    private static final int V4_BYTES = 4;
    private static final int V6_GROUPS = 8;

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
     * Reads ADDRESS/BITS; bits of the address beyond the prefix are dropped, as EC2 does.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (text.length() > LONGEST
                || slash < 0
                || !DECIMAL.matcher(text.substring(slash + 1)).matches()) {
            throw malformed(text);
        }
        String address = text.substring(0, slash);
        int bits = Integer.parseInt(text.substring(slash + 1));
        boolean v6 = address.indexOf(':') >= 0;
        byte[] bytes = v6 ? ipv6(address, text) : ipv4(address, text);
        if (bits > bytes.length * Byte.SIZE) {
            throw malformed(text);
        }
        for (int bit = bits; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
        }
        return new Prefix((v6 ? formatIpv6(bytes) : formatIpv4(bytes)) + "/" + bits);
    }

    private static byte[] ipv4(String address, String text) {
        String[] octets = address.split("\\.", -1);
        if (octets.length != V4_BYTES) {
            throw malformed(text);
        }
        byte[] bytes = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            // No leading zeros: some read them as octal.
            if (!DECIMAL.matcher(octets[i]).matches() || Integer.parseInt(octets[i]) > 0xff) {
                throw malformed(text);
            }
            bytes[i] = (byte) Integer.parseInt(octets[i]);
        }
        return bytes;
    }

    private static byte[] ipv6(String address, String text) {
        int gap = address.indexOf("::");
        byte[] bytes = new byte[2 * V6_GROUPS];
        if (gap < 0) {
            byte[] all = groups(address, true, text);
            if (all.length != bytes.length) {
                throw malformed(text);
            }
            return all;
        }
        byte[] head = groups(address.substring(0, gap), false, text);
        byte[] tail = groups(address.substring(gap + 2), true, text);
        // "::" stands for at least one group.
        if (head.length + tail.length > bytes.length - 2) {
            throw malformed(text);
        }
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail, 0, bytes, bytes.length - tail.length, tail.length);
        return bytes;
    }

    /** Groups of hex digits between colons; the last of an address may be an IPv4 address, which is two groups. */
    private static byte[] groups(String part, boolean last, String text) {
        if (part.isEmpty()) {
            return new byte[0];
        }
        String[] groups = part.split(":", -1);
        if (groups.length > V6_GROUPS) {
            throw malformed(text);
        }
        byte[] bytes = new byte[2 * V6_GROUPS + 2];
        int length = 0;
        for (int i = 0; i < groups.length; i++) {
            if (last && i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
                System.arraycopy(ipv4(groups[i], text), 0, bytes, length, V4_BYTES);
                length += V4_BYTES;
            } else if (HEX.matcher(groups[i]).matches()) {
                int value = Integer.parseInt(groups[i], 16);
                bytes[length++] = (byte) (value >> Byte.SIZE);
                bytes[length++] = (byte) value;
            } else {
                throw malformed(text);
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    private static String formatIpv4(byte[] bytes) {
        return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }

    /** RFC 5952: lower case, no leading zeros, and the first longest run of two or more zero groups as "::". */
    private static String formatIpv6(byte[] bytes) {
        int runStart = -1;
        int runLength = 1;
        for (int start = 0; start < V6_GROUPS; start++) {
            int end = start;
            while (end < V6_GROUPS && group(bytes, end) == 0) {
                end++;
            }
            if (end - start > runLength) {
                runStart = start;
                runLength = end - start;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < V6_GROUPS; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(group(bytes, i)));
            }
        }
        return text.toString();
    }

    private static int group(byte[] bytes, int i) {
        return (bytes[2 * i] & 0xff) << Byte.SIZE | (bytes[2 * i + 1] & 0xff);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("not a prefix of the form ADDRESS/BITS: \"" + text + "\"");
    }

    @Override
    public String toString() {
        return value;
    }
}
