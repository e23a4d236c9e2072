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
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the kernel hold a policy, and mends what somebody else changed of it. However large the change, it is one process per
 * program; when nothing differs, each is only read. A change starts from what was read last, so that packets do not wait for a look, and
 * what is there is read after it (RFD 0039).
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
    private Optional<Policy> confirmed = Optional.empty();
    private Optional<Policy> unconfirmed = Optional.empty();
    private boolean looked;

    /** The programs it uses. */
    public record Programs(NftCommand nft, IpsetCommand ipset, CommandRunner iptables, ConntrackCommand conntrack) {}

    /** With programs of this host. */
    public Firewall(Programs programs) {
        this.programs = programs;
        this.ipv4 = new FilterRules(new IptablesSave(programs.iptables()), new IptablesRestore(programs.iptables()));
        this.ipv6 = new FilterRules(IptablesSave.ipv6(programs.iptables()), IptablesRestore.ipv6(programs.iptables()));
    }

    /**
     * Applies the policy; idempotent. All that guards the instances is there when this returns. Another policy than was confirmed last is
     * applied to what was confirmed, and {@link #confirm} looks whether it was that; the same one is a look at what is there.
     *
     * @throws CommandFailedException when a program is missing or refuses; what was applied before stays
     */
    public void apply(Policy policy) {
        Optional<Policy> before = confirmed.filter(held -> !held.equals(policy));
        confirmed = Optional.empty();
        unconfirmed = Optional.of(policy);
        looked = before.isEmpty();
        if (looked || !change(policy)) {
            looked = true;
            look(policy);
        }
    }

    /** Returns false when that cannot be done without a look; some of it may have been. */
    private boolean change(Policy policy) {
        Optional<OwnChains> current = ipv4.confirmed();
        Optional<OwnChains> current6 = ipv6Used ? ipv6.confirmed() : Optional.empty();
        if (current.isEmpty() || current6.isPresent() != (ipv6Used || policy.ipv6())) {
            return false;
        }
        try {
            carryOut(policy, current.get(), current6, (wanted, inUse) -> IpsetPlan.after(sets, wanted, inUse));
            return true;
        } catch (CommandFailedException e) {
            LOG.warn("the firewall could not be changed as it should be; looking at all of it", e);
            return false;
        }
    }

    private void look(Policy policy) {
        OwnChains current = ipv4.current();
        Optional<OwnChains> current6 = currentIpv6(policy);
        carryOut(
                policy,
                current,
                current6,
                (wanted, inUse) -> IpsetPlan.of(wanted, programs.ipset().save(), inUse));
    }

    private void carryOut(
            Policy policy,
            OwnChains current,
            Optional<OwnChains> current6,
            BiFunction<SortedMap<String, WantedSet>, Set<String>, IpsetPlan> planner) {
        GroupRules groupRules = GroupRules.of(policy, Family.IPV4);
        Set<String> inUse = new HashSet<>(IptablesRules.setsOf(current));
        SortedMap<String, WantedSet> wanted = new TreeMap<>(groupRules.sets());
        Optional<GroupRules> groupRules6 = current6.map(chains -> GroupRules.of(policy, Family.IPV6));
        current6.ifPresent(chains -> inUse.addAll(IptablesRules.setsOf(chains)));
        groupRules6.ifPresent(rules -> wanted.putAll(rules.sets()));
        IpsetPlan plan = planner.apply(wanted, inUse);
        if (!plan.right()) {
            report("sets", wanted.equals(sets));
        }
        restore(plan.before());
        ipv4.apply(IptablesRules.of(policy, groupRules, Family.IPV4), current);
        groupRules6.ifPresent(
                rules -> ipv6.apply(IptablesRules.of(policy, rules, Family.IPV6), current6.orElseThrow()));
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
        boolean same = before.filter(wanted::equals).isPresent();
        if (same && !looked) {
            return;
        }
        // Another one is replaced whole in any case, and who spoke by it is known.
        Optional<String> shown =
                before.isEmpty() || same ? programs.nft().table(NftTable.FAMILY, NftTable.NAME) : before;
        if (table.equals(Optional.of(new Applied<>(wanted, shown)))) {
            return;
        }
        report("table", same);
        table = Optional.empty();
        forgetFlows(shown.orElse(""), wanted);
        programs.nft().apply(wanted);
        unconfirmedTable = Optional.of(wanted);
    }

    /**
     * Reads back what was changed, which is from then on the measure of whether somebody else changes it, and clears away sets that
     * no rule looks at any more. What was changed without a look before is looked at now, and mended when it is not as it should be.
     * After {@link #apply}.
     *
     * @throws IllegalStateException when what was just applied is not there
     */
    public void confirm() {
        Optional<String> problem = readBack();
        if (!looked) {
            problem = problem.or(this::otherwise);
            if (problem.isPresent()) {
                LOG.warn("somebody else changed the firewall; restoring what should be: {}", problem.get());
                looked = true;
                look(unconfirmed.orElseThrow());
                problem = readBack();
            }
        }
        if (problem.isPresent()) {
            throw new IllegalStateException(problem.get());
        }
        destroy(stale);
        stale = List.of();
        confirmed = unconfirmed;
    }

    private Optional<String> readBack() {
        return ipv4.confirm().or(ipv6::confirm).or(() -> unconfirmedTable.flatMap(this::confirmTable));
    }

    private Optional<String> confirmTable(String wanted) {
        Optional<String> after = programs.nft().table(NftTable.FAMILY, NftTable.NAME);
        if (after.isEmpty()) {
            return Optional.of(
                    "table " + NftTable.NAME + " is gone right after it was applied; somebody else removes it");
        }
        table = Optional.of(new Applied<>(wanted, after));
        unconfirmedTable = Optional.empty();
        return Optional.empty();
    }

    /** What a look would have found before the change, and was not read back. */
    private Optional<String> otherwise() {
        if (!IpsetPlan.of(sets, programs.ipset().save(), Set.of()).right()) {
            return Optional.of("ipset shows other members than were applied");
        }
        Optional<String> shown = programs.nft().table(NftTable.FAMILY, NftTable.NAME);
        return table.filter(applied -> applied.shown().equals(shown)).isPresent()
                ? Optional.empty()
                : Optional.of("nft shows another table than was applied");
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
