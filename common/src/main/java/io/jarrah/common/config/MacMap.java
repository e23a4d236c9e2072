package io.jarrah.common.config;

import io.jarrah.common.net.Ipv4Prefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The pairs of MAC and IPv4 address that instances get in mode STATIC, as an administrator writes them: {@code MAC=IP}, separated by
 * blanks.
 *
 * @param pairs in the order they are given away
 */
public record MacMap(List<Pair> pairs) {
    /** How many pairs there may be at most. */
    public static final int MAX_SIZE = 65_536;

    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final int SHOWN = 64;

    /**
     * What one instance gets.
     *
     * @param mac lower case
     * @param address dotted
     */
    public record Pair(String mac, String address) {}

    public MacMap {
        pairs = List.copyOf(pairs);
    }

    /**
     * Reads them; no text is no pair.
     *
     * @throws IllegalArgumentException naming the part that is malformed or given twice
     */
    public static MacMap parse(String text) {
        List<Pair> pairs = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String part : text.strip().split("\\s+", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            Pair pair = pair(part);
            if (!seen.add(pair.mac()) || !seen.add(pair.address())) {
                throw new IllegalArgumentException(
                        "\"" + part + "\" has a MAC or an address that an earlier pair has; each is one instance's");
            }
            pairs.add(pair);
            if (pairs.size() > MAX_SIZE) {
                throw new IllegalArgumentException("there are more than " + MAX_SIZE + " pairs");
            }
        }
        return new MacMap(pairs);
    }

    private static Pair pair(String part) {
        int equals = part.indexOf('=');
        String mac = equals < 0 ? "" : part.substring(0, equals).toLowerCase(Locale.ROOT);
        String address = part.substring(equals + 1);
        if (!MAC.matcher(mac).matches() || Ipv4Prefix.address(address).isEmpty()) {
            String shown = part.length() > SHOWN ? part.substring(0, SHOWN) + "…" : part;
            throw new IllegalArgumentException("\"" + shown + "\" is no pair such as AA:DD:11:CE:FF:ED=192.168.1.3");
        }
        if ((Integer.parseInt(mac.substring(0, 2), 16) & 1) != 0 || mac.equals("00:00:00:00:00:00")) {
            throw new IllegalArgumentException(
                    "\"" + part + "\": a group's MAC address (odd first byte), or all zeros, is" + " no interface's");
        }
        return new Pair(mac, address);
    }
}
