package io.jarrah.cc.network;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.IpsetCommand;
import io.jarrah.common.os.IptablesRestore;
import io.jarrah.common.os.IptablesSave;
import io.jarrah.common.os.OwnChains;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;

/** Rules and the sets they look into, brought to what they should be in the order in which nothing is open meanwhile. */
final class Firewall {
    private static final List<String> ADMINISTRATORS =
            List.of("filter -A " + FirewallRenderer.PRE + " ", "filter -A " + FirewallRenderer.POST + " ");

    private final PlaneSettings settings;
    private final IptablesSave iptablesSave;
    private final IptablesRestore iptablesRestore;
    private final IpsetCommand ipset;
    private String appliedRules = "";
    private List<String> linesAfterwards = List.of();

    Firewall(PlaneSettings settings, CommandRunner runner) {
        this.settings = settings;
        this.iptablesSave = new IptablesSave(runner);
        this.iptablesRestore = new IptablesRestore(runner);
        this.ipset = new IpsetCommand(runner);
    }

    /** Every set of this network namespace, as text. */
    String savedSets() {
        return ipset.save();
    }

    /**
     * Applies what differs: sets that grow, then rules, then members that no rule needs any more.
     *
     * @param publicAddresses private address by public address
     * @param ends who may send tunnels here
     * @param savedSets {@link #savedSets()} as it is now
     */
    void apply(
            NetworkDocument document,
            SortedMap<String, String> publicAddresses,
            TunnelEnds ends,
            String savedSets,
            Repairs repairs) {
        IpSets.Plan sets = IpSets.plan(document, settings.gateways(), publicAddresses.keySet(), ends, savedSets);
        repairs.note("sets that lack something", sets.grow());
        restoreSets(sets.grow());
        rules(publicAddresses, repairs);
        repairs.note("sets that have too much", sets.shrink());
        restoreSets(sets.shrink());
    }

    private void restoreSets(List<String> lines) {
        if (!lines.isEmpty()) {
            ipset.restore(String.join("\n", lines) + "\n");
        }
    }

    private void rules(SortedMap<String, String> publicAddresses, Repairs repairs) {
        OwnChains current = OwnChains.parse(iptablesSave.save());
        List<String> currentLines = ours(current);
        String rules = FirewallRenderer.render(settings, publicAddresses, current);
        if (rules.equals(appliedRules) && currentLines.equals(linesAfterwards)) {
            return;
        }
        if (repairs.drift()) {
            repairs.note("rules that are missing", without(linesAfterwards, currentLines));
            repairs.note("rules that are not ours", without(currentLines, linesAfterwards));
        }
        try {
            iptablesRestore.restore(rules);
        } catch (CommandFailedException e) {
            throw new IllegalStateException(
                    "the rules cannot be applied; the kernel needs xt_set, xt_devgroup, xt_conntrack, xt_addrtype, xt_REDIRECT,"
                            + " xt_MASQUERADE, xt_dscp, xt_DSCP, xt_HL and NAT: " + e.stderr(),
                    e);
        }
        OwnChains after = OwnChains.parse(iptablesSave.save());
        linesAfterwards = ours(after);
        appliedRules = FirewallRenderer.render(settings, publicAddresses, after);
    }

    private static List<String> without(List<String> lines, List<String> others) {
        List<String> left = new ArrayList<>(lines);
        left.removeAll(new HashSet<>(others));
        return left;
    }

    /** What the administrator hooks in is no business of ours. */
    private static List<String> ours(OwnChains chains) {
        return chains.ownLines().stream()
                .filter(line -> ADMINISTRATORS.stream().noneMatch(line::startsWith))
                .toList();
    }
}
