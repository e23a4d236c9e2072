package io.jarrah.clc.securitygroup;

import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Ipv6Address;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 prefix in its one canonical form: without host bits, IPv6 as RFC 5952 writes it. So two texts that mean the same
 * addresses are equal.
 *
 * @param value such as 203.0.113.0/24 or 2001:db8::/32
 */
public record Prefix(String value) {
    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F:.]{2,45})/(0|[1-9][0-9]{0,2})");
    private static final int MAPPED = 0xffff;
    private static final int BITS6 = 128;

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
        if (!form.matches()) {
            throw malformed(text);
        }
        String address = form.group(1);
        int bits = Integer.parseInt(form.group(2));
        return new Prefix(canonical(address, bits).orElseThrow(() -> malformed(text)) + "/" + bits);
    }

    private static Optional<String> canonical(String address, int bits) {
        if (address.indexOf(':') >= 0) {
            return Ipv6Address.parse(address)
                    .filter(parsed -> bits <= BITS6 && (parsed.high() != 0 || parsed.low() >>> Integer.SIZE != MAPPED))
                    .map(parsed -> parsed.masked(bits).toString());
        }
        return Ipv4Prefix.address(address)
                .filter(number -> bits <= Integer.SIZE)
                .map(number -> Ipv4Prefix.text(bits == 0 ? 0 : number & (-1 << (Integer.SIZE - bits))));
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("not a prefix of the form ADDRESS/BITS: \"" + text + "\"");
    }

    @Override
    public String toString() {
        return value;
    }
}
