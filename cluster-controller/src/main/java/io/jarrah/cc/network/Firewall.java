package io.jarrah.cc.network;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.IpsetCommand;
import io.jarrah.common.os.IptablesRestore;
import io.jarrah.common.os.IptablesSave;
import java.util.List;
import java.util.SortedMap;

/** Rules and the sets they look into, brought to what they should be in the order in which nothing is open meanwhile. */
final class Firewall {
    private final PlaneSettings settings;
    private final AppliedRules ipv4;
    private final AppliedRules ipv6;
    private final IpsetCommand ipset;

    Firewall(PlaneSettings settings, CommandRunner runner) {
        this.settings = settings;
        this.ipv4 = new AppliedRules(
                new IptablesSave(runner),
                new IptablesRestore(runner),
                "xt_set, xt_devgroup, xt_conntrack, xt_addrtype, xt_REDIRECT, xt_MASQUERADE, xt_dscp, xt_DSCP, xt_HL and NAT");
        this.ipv6 = new AppliedRules(
                IptablesSave.ipv6(runner),
                IptablesRestore.ipv6(runner),
                "xt_set, xt_devgroup, xt_conntrack, xt_REDIRECT, xt_dscp, xt_DSCP, xt_HL and NAT, for IPv6");
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
        if (settings.subnet6().isPresent()) {
            sets = sets.and(IpSets.plan6(document, settings.gateways(), savedSets));
        }
        repairs.note("sets that lack something", sets.grow());
        restoreSets(sets.grow());
        ipv4.apply(current -> FirewallRenderer.render(settings, publicAddresses, current), repairs);
        settings.subnet6()
                .ifPresent(
                        subnet -> ipv6.apply(current -> FirewallRenderer6.render(settings, subnet, current), repairs));
        repairs.note("sets that have too much", sets.shrink());
        restoreSets(sets.shrink());
    }

    private void restoreSets(List<String> lines) {
        if (!lines.isEmpty()) {
            ipset.restore(String.join("\n", lines) + "\n");
        }
    }
}
