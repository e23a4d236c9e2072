package io.jarrah.cc.network;

import io.jarrah.common.net.Ipv4Prefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rules that each ask for one address, laid out so that a packet meets few of them: up to 16 stand in one chain; more are
 * split by the next four bits of the address into chains named by their prefix. The first packet of a flow to or from one of
 * 2,000 addresses in a row is compared with 48 rules at most. Pure.
 */
final class AddressTree {
    private static final int WIDTH = 16;
    private static final int BITS = 4;

    private final String option;
    private final String chainPrefix;
    private final Map<String, List<String>> chains = new LinkedHashMap<>();

    private AddressTree(String option, String chainPrefix) {
        this.option = option;
        this.chainPrefix = chainPrefix;
    }

    /**
     * The chains in the order a packet may meet them, each with its rules without {@code -A CHAIN}.
     *
     * @param root name of the chain to enter by; is there even without any address
     * @param chainPrefix what the names of the other chains begin with, such as {@code JARRAH-D-}; up to 9 characters
     * @param option {@code -s} or {@code -d}
     * @param targets by address as a number, unsigned and ascending, what to do, such as {@code -j SNAT …}
     */
    static Map<String, List<String>> chains(
            String root, String chainPrefix, String option, SortedMap<Long, String> targets) {
        AddressTree tree = new AddressTree(option, chainPrefix);
        tree.fill(root, targets, 0);
        return tree.chains;
    }

    private void fill(String chain, SortedMap<Long, String> targets, int length) {
        List<String> rules = new ArrayList<>();
        chains.put(chain, rules);
        if (targets.size() <= WIDTH) {
            targets.forEach((address, target) -> rules.add(rule(address, 32, target)));
            return;
        }
        int deeper = length + BITS;
        Map<Long, SortedMap<Long, String>> parts = parts(targets, deeper);
        while (parts.size() == 1) {
            deeper += BITS;
            parts = parts(targets, deeper);
        }
        for (Map.Entry<Long, SortedMap<Long, String>> part : parts.entrySet()) {
            if (part.getValue().size() == 1) {
                part.getValue().forEach((address, target) -> rules.add(rule(address, 32, target)));
            } else {
                String child = chainPrefix + text(part.getKey()) + "-" + deeper;
                rules.add(rule(part.getKey(), deeper, "-j " + child));
                fill(child, part.getValue(), deeper);
            }
        }
    }

    private static Map<Long, SortedMap<Long, String>> parts(SortedMap<Long, String> targets, int length) {
        Map<Long, SortedMap<Long, String>> parts = new TreeMap<>();
        long mask = -1L << (32 - length);
        targets.forEach((address, target) ->
                parts.computeIfAbsent(address & mask, base -> new TreeMap<>()).put(address, target));
        return parts;
    }

    private String rule(long address, int length, String target) {
        return option + " " + text(address) + "/" + length + " " + target;
    }

    private static String text(long address) {
        return Ipv4Prefix.text((int) address);
    }
}
