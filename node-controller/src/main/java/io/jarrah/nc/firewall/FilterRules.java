package io.jarrah.nc.firewall;

import io.jarrah.common.os.IptablesRestore;
import io.jarrah.common.os.IptablesSave;
import io.jarrah.common.os.OwnChains;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the rules of one family in the kernel. Not safe for use by several threads. */
final class FilterRules {
    /**
     * What was applied and not read back.
     *
     * @param touched chains that are others than before; of all chains when what was there before was not as it should be
     * @param others what is shown of all other chains
     */
    private record Unconfirmed(IptablesRules wanted, Optional<Set<String>> touched, List<String> others) {}

    private final IptablesSave save;
    private final IptablesRestore restore;
    private Optional<Applied<IptablesRules, OwnChains>> rules = Optional.empty();
    private Optional<Unconfirmed> unconfirmed = Optional.empty();

    FilterRules(IptablesSave save, IptablesRestore restore) {
        this.save = save;
        this.restore = restore;
    }

    /** Our chains as they are. */
    OwnChains current() {
        return OwnChains.parse(save.save());
    }

    /** Our chains as they were when they were read back last; empty when that is not so any more. */
    Optional<OwnChains> confirmed() {
        return rules.map(Applied::shown);
    }

    /** Replaces them in one commit, unless they are as wanted. */
    void apply(IptablesRules wanted, OwnChains current) {
        List<String> shown = IptablesRules.unchanging(current);
        Optional<IptablesRules> before = rules.filter(
                        applied -> IptablesRules.unchanging(applied.shown()).equals(shown))
                .map(Applied::wanted);
        if (before.equals(Optional.of(wanted))) {
            return;
        }
        Firewall.report(
                "rules",
                rules.filter(applied -> applied.wanted().equals(wanted)).isPresent());
        rules = Optional.empty();
        restore.restore(wanted.restore(current, before));
        Optional<Set<String>> touched = before.map(former -> wanted.touched(former, current));
        unconfirmed = Optional.of(new Unconfirmed(
                wanted,
                touched,
                touched.map(chains -> IptablesRules.without(shown, chains)).orElse(List.of())));
    }

    /**
     * Reads back what was changed.
     *
     * @return what is wrong when that is not there, or something else is different as well
     */
    Optional<String> confirm() {
        Optional<String> problem = unconfirmed.flatMap(this::confirm);
        unconfirmed = Optional.empty();
        return problem;
    }

    private Optional<String> confirm(Unconfirmed applied) {
        OwnChains current = current();
        List<String> after = IptablesRules.unchanging(current);
        long held = after.stream()
                .filter(line -> line.startsWith("filter -A " + OwnChains.PREFIX))
                .count();
        // What is read back is the measure from now on, so it must not be what a second hand left of it.
        if (held != applied.wanted().rules().size()) {
            return Optional.of("of " + applied.wanted().rules().size() + " rules " + save.program() + " shows " + held
                    + " right after they were applied; somebody else changes chains of " + OwnChains.PREFIX);
        }
        if (applied.touched()
                .filter(touched -> !IptablesRules.without(after, touched).equals(applied.others()))
                .isPresent()) {
            return Optional.of(save.program() + " shows other rules than were applied; somebody else changes chains of "
                    + OwnChains.PREFIX);
        }
        rules = Optional.of(new Applied<>(applied.wanted(), current));
        return Optional.empty();
    }
}
