package io.jarrah.clc.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IPv4 addresses as numbers. */
final class Ipv4 {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final int OCTETS = 4;
    private static final int OCTET_BITS = 8;
    private static final int OCTET_MAX = 255;

    private Ipv4() {}

    static long parse(String dotted) {
        Matcher matcher = FORM.matcher(dotted);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a dotted IPv4 address: \"" + dotted + "\"");
        }
        long value = 0;
        for (int i = 1; i <= OCTETS; i++) {
            int octet = Integer.parseInt(matcher.group(i));
            if (octet > OCTET_MAX) {
                throw new IllegalArgumentException("not a dotted IPv4 address: \"" + dotted + "\"");
            }
            value = value << OCTET_BITS | octet;
        }
        return value;
    }

    static String format(long value) {
        return (value >> 24 & OCTET_MAX) + "." + (value >> 16 & OCTET_MAX) + "." + (value >> 8 & OCTET_MAX) + "."
                + (value & OCTET_MAX);
    }
}
