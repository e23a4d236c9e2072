package io.jarrah.nc.firewall;

import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.ConntrackCommand;
import io.jarrah.common.os.ConntrackCommand.End;
import io.jarrah.common.os.IpsetCommand;
import io.jarrah.common.os.IptablesRestore;
import io.jarrah.common.os.IptablesSave;
import io.jarrah.common.os.NftCommand;
import io.jarrah.common.os.OwnChains;
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
    private SortedMap<String, WantedSet> sets = new TreeMap<>();
    private Optional<Applied<IptablesRules, List<String>>> rules = Optional.empty();
    private Optional<Applied<String, Optional<String>>> table = Optional.empty();
    private Optional<IptablesRules> unconfirmedRules = Optional.empty();
    private Optional<String> unconfirmedTable = Optional.empty();
    private List<String> stale = List.of();

    /** The programs it uses. */
    public record Programs(
            NftCommand nft,
            IpsetCommand ipset,
            IptablesSave save,
            IptablesRestore restore,
            ConntrackCommand conntrack) {}

    /**
     * What was applied and how the kernel showed it right after: as long as it shows the same, nobody changed it.
     *
     * @param wanted as rendered
     * @param shown as read back
     */
    private record Applied<W, S>(W wanted, S shown) {}

    public Firewall(Programs programs) {
        this.programs = programs;
    }

    /**
     * Applies the policy; idempotent. All that guards the instances is there when this returns.
     *
     * @throws CommandFailedException when a program is missing or refuses; what was applied before stays
     */
    public void apply(Policy policy) {
        GroupRules groupRules = GroupRules.of(policy);
        OwnChains current = OwnChains.parse(programs.save().save());
        IpsetPlan plan = IpsetPlan.of(groupRules.sets(), programs.ipset().save(), IptablesRules.setsOf(current));
        if (!plan.right()) {
            report("sets", groupRules.sets().equals(sets));
        }
        restore(plan.before());
        applyRules(IptablesRules.of(policy, groupRules), current);
        restore(plan.after());
        sets = groupRules.sets();
        applyTable(NftTable.render(policy));
        stale = plan.stale();
    }

    private void applyRules(IptablesRules wanted, OwnChains current) {
        List<String> shown = IptablesRules.unchanging(current);
        if (rules.equals(Optional.of(new Applied<>(wanted, shown)))) {
            return;
        }
        report("rules", rules.filter(applied -> applied.wanted().equals(wanted)).isPresent());
        rules = Optional.empty();
        programs.restore().restore(wanted.restore(current));
        unconfirmedRules = Optional.of(wanted);
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
        unconfirmedRules.ifPresent(this::confirmRules);
        unconfirmedTable.ifPresent(this::confirmTable);
        destroy(stale);
        stale = List.of();
    }

    private void confirmRules(IptablesRules wanted) {
        List<String> after =
                IptablesRules.unchanging(OwnChains.parse(programs.save().save()));
        long held = after.stream()
                .filter(line -> line.startsWith("filter -A " + OwnChains.PREFIX))
                .count();
        // What is read back is the measure from now on, so it must not be what a second hand left of it.
        if (held != wanted.rules().size()) {
            throw new IllegalStateException("of " + wanted.rules().size() + " rules iptables-save shows " + held
                    + " right after they were applied; somebody else changes chains of " + OwnChains.PREFIX);
        }
        rules = Optional.of(new Applied<>(wanted, after));
        unconfirmedRules = Optional.empty();
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

    private static void report(String what, boolean sameAsBefore) {
        if (sameAsBefore) {
            LOG.warn("somebody else changed the firewall's {}; restoring what should be", what);
        } else {
            LOG.info("changing the firewall's {}", what);
        }
    }
}
