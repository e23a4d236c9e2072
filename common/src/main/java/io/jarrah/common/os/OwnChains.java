package io.jarrah.common.os;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code iptables-save} tells of our own chains.
 *
 * @param filterChains names of our chains in table filter
 * @param jumps jumps from built-in chains to ours, as {@code TABLE FROM TO}
 * @param ownLines every line that names a chain of ours: equal lines mean that nobody changed anything
 */
public record OwnChains(Set<String> filterChains, Set<String> jumps, List<String> ownLines) {
    /** What every chain of ours begins with. */
    public static final String PREFIX = "JARRAH-";

    public OwnChains {
        filterChains = Set.copyOf(filterChains);
        jumps = Set.copyOf(jumps);
        ownLines = List.copyOf(ownLines);
    }

    /** Reads the output of iptables-save. */
    public static OwnChains parse(String saved) {
        Set<String> chains = new TreeSet<>();
        Set<String> jumps = new TreeSet<>();
        List<String> lines = new ArrayList<>();
        String table = "";
        for (String line : saved.lines().toList()) {
            if (line.startsWith("*")) {
                table = line.substring(1).strip();
            }
            if (line.startsWith("#") || !line.contains(PREFIX)) {
                continue;
            }
            lines.add(table + " " + line);
            String[] words = line.split(" ", -1);
            if (table.equals("filter") && words[0].startsWith(":" + PREFIX)) {
                chains.add(words[0].substring(1));
            }
            if (words.length == 4 && words[0].equals("-A") && !words[1].startsWith(PREFIX) && words[2].equals("-j")) {
                jumps.add(table + " " + words[1] + " " + words[3]);
            }
        }
        return new OwnChains(chains, jumps, lines);
    }
}
