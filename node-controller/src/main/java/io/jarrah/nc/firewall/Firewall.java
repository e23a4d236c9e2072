package io.jarrah.nc.firewall;

import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.ConntrackCommand;
import io.jarrah.common.os.ConntrackCommand.End;
import io.jarrah.common.os.IpsetCommand;
import io.jarrah.common.os.IptablesRestore;
import io.jarrah.common.os.IptablesSave;
import io.jarrah.common.os.NftCommand;
import io.jarrah.common.os.OwnChains;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the kernel hold a policy, and mends what somebody else changed of it. However large the change, it is one process per
 * program; when nothing differs, each is only read.
 *
 * <p>Order (RFD 0030): sets grow, rules change in one commit, sets shrink; then flows of addresses whose guest is gone are
 * forgotten, and the table that says who may speak is replaced, so that a new guest is silent until all that guards it is there. What an
 * instance that is about to start need not wait for comes in {@link #confirm}. Not safe for use by several threads.
 */
public final class Firewall {
    private static final Logger LOG = LoggerFactory.getLogger(Firewall.class);

    private final Programs programs;
    private final FilterRules ipv4;
    private final FilterRules ipv6;
    private boolean ipv6Used;
    private boolean ipv6Looked;
    private SortedMap<String, WantedSet> sets = new TreeMap<>();
    private Optional<Applied<String, Optional<String>>> table = Optional.empty();
    private Optional<String> unconfirmedTable = Optional.empty();
    private List<String> stale = List.of();

    /** The programs it uses. */
    public record Programs(NftCommand nft, IpsetCommand ipset, CommandRunner iptables, ConntrackCommand conntrack) {}

    /** With programs of this host. */
    public Firewall(Programs programs) {
        this.programs = programs;
        this.ipv4 = new FilterRules(new IptablesSave(programs.iptables()), new IptablesRestore(programs.iptables()));
        this.ipv6 = new FilterRules(IptablesSave.ipv6(programs.iptables()), IptablesRestore.ipv6(programs.iptables()));
    }

    /**
     * Applies the policy; idempotent. All that guards the instances is there when this returns.
     *
     * @throws CommandFailedException when a program is missing or refuses; what was applied before stays
     */
    public void apply(Policy policy) {
        GroupRules groupRules = GroupRules.of(policy, Family.IPV4);
        OwnChains current = ipv4.current();
        Set<String> inUse = new HashSet<>(IptablesRules.setsOf(current));
        SortedMap<String, WantedSet> wanted = new TreeMap<>(groupRules.sets());
        Optional<OwnChains> current6 = currentIpv6(policy);
        GroupRules groupRules6 = GroupRules.of(policy, Family.IPV6);
        current6.ifPresent(chains -> {
            inUse.addAll(IptablesRules.setsOf(chains));
            wanted.putAll(groupRules6.sets());
        });
        IpsetPlan plan = IpsetPlan.of(wanted, programs.ipset().save(), inUse);
        if (!plan.right()) {
            report("sets", wanted.equals(sets));
        }
        restore(plan.before());
        ipv4.apply(IptablesRules.of(policy, groupRules, Family.IPV4), current);
        current6.ifPresent(chains -> ipv6.apply(IptablesRules.of(policy, groupRules6, Family.IPV6), chains));
        restore(plan.after());
        sets = wanted;
        applyTable(NftTable.render(policy));
        stale = plan.stale();
    }

    /**
     * Our chains of IPv6, once a guest speaks it, or when an earlier process left some: they look at sets. Where none ever did, the
     * table of who may speak drops all of it, and this host's IPv6 is not looked at.
     */
    private Optional<OwnChains> currentIpv6(Policy policy) {
        if (ipv6Used || policy.ipv6()) {
            ipv6Used = true;
            ipv6Looked = true;
            return Optional.of(ipv6.current());
        }
        if (ipv6Looked) {
            return Optional.empty();
        }
        ipv6Looked = true;
        try {
            Optional<OwnChains> left = Optional.of(ipv6.current())
                    .filter(chains -> !chains.ownLines().isEmpty());
            ipv6Used = left.isPresent();
            return left;
        } catch (CommandFailedException e) {
            LOG.debug("this host has no ip6tables, and no guest that would need them", e);
            return Optional.empty();
        }
    }

    private void applyTable(String wanted) {
        Optional<String> before = table.map(Applied::wanted);
        // Another one is replaced whole in any case, and who spoke by it is known.
        Optional<String> shown = before.isEmpty() || before.get().equals(wanted)
                ? programs.nft().table(NftTable.FAMILY, NftTable.NAME)
                : before;
        if (table.equals(Optional.of(new Applied<>(wanted, shown)))) {
            return;
        }
        report("table", before.filter(wanted::equals).isPresent());
        table = Optional.empty();
        forgetFlows(shown.orElse(""), wanted);
        programs.nft().apply(wanted);
        unconfirmedTable = Optional.of(wanted);
    }

    /**
     * Reads back what was changed, which is from then on the measure of whether somebody else changes it, and clears away sets that
     * no rule looks at any more. After {@link #apply}.
     *
     * @throws IllegalStateException when what was just applied is not there
     */
    public void confirm() {
        ipv4.confirm();
        ipv6.confirm();
        unconfirmedTable.ifPresent(this::confirmTable);
        destroy(stale);
        stale = List.of();
    }

    private void confirmTable(String wanted) {
        Optional<String> after = programs.nft().table(NftTable.FAMILY, NftTable.NAME);
        if (after.isEmpty()) {
            throw new IllegalStateException(
                    "table " + NftTable.NAME + " is gone right after it was applied; somebody else removes it");
        }
        table = Optional.of(new Applied<>(wanted, after));
        unconfirmedTable = Optional.empty();
    }

    /**
     * Who gets the address of an instance that is gone must not get its flows as well: those pass whatever the groups say. The kernel's table
     * knows who was there, also when this process does not. The rules permit the old instance nothing any more.
     */
    private void forgetFlows(String shown, String wanted) {
        Set<NftTable.Speaker> gone = NftTable.speakers(shown);
        gone.removeAll(NftTable.speakers(wanted));
        gone.forEach(speaker -> {
            LOG.info("forgetting flows of {}, which {} had", speaker.address(), speaker.tap());
            programs.conntrack().forget(speaker.address(), End.ORIGINAL_SOURCE, End.ORIGINAL_DESTINATION);
        });
    }

    private void restore(List<String> lines) {
        if (!lines.isEmpty()) {
            programs.ipset().restore(String.join("\n", lines) + "\n");
        }
    }

    /** The kernel lets go of a set some time after the last rule that looked at it; then the next time does. */
    private void destroy(List<String> lines) {
        try {
            restore(lines);
        } catch (CommandFailedException e) {
            LOG.debug("sets no longer needed are still in use; trying again later", e);
        }
    }

    static void report(String what, boolean sameAsBefore) {
        if (sameAsBefore) {
            LOG.warn("somebody else changed the firewall's {}; restoring what should be", what);
        } else {
            LOG.info("changing the firewall's {}", what);
        }
    }
}
