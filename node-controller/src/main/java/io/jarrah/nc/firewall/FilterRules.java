package io.jarrah.nc.firewall;

import io.jarrah.common.os.IptablesRestore;
import io.jarrah.common.os.IptablesSave;
import io.jarrah.common.os.OwnChains;
import java.util.List;
import java.util.Optional;

/** Keeps the rules of one family in the kernel. Not safe for use by several threads. */
final class FilterRules {
    private final IptablesSave save;
    private final IptablesRestore restore;
    private Optional<Applied<IptablesRules, List<String>>> rules = Optional.empty();
    private Optional<IptablesRules> unconfirmed = Optional.empty();

    FilterRules(IptablesSave save, IptablesRestore restore) {
        this.save = save;
        this.restore = restore;
    }

    /** Our chains as they are. */
    OwnChains current() {
        return OwnChains.parse(save.save());
    }

    /** Replaces them in one commit, unless they are as wanted. */
    void apply(IptablesRules wanted, OwnChains current) {
        List<String> shown = IptablesRules.unchanging(current);
        if (rules.equals(Optional.of(new Applied<>(wanted, shown)))) {
            return;
        }
        Firewall.report(
                "rules",
                rules.filter(applied -> applied.wanted().equals(wanted)).isPresent());
        Optional<IptablesRules> before =
                rules.filter(applied -> applied.shown().equals(shown)).map(Applied::wanted);
        rules = Optional.empty();
        restore.restore(wanted.restore(current, before));
        unconfirmed = Optional.of(wanted);
    }

    /**
     * Reads back what was changed.
     *
     * @throws IllegalStateException when what was just applied is not there
     */
    void confirm() {
        unconfirmed.ifPresent(this::confirm);
    }

    private void confirm(IptablesRules wanted) {
        List<String> after = IptablesRules.unchanging(current());
        long held = after.stream()
                .filter(line -> line.startsWith("filter -A " + OwnChains.PREFIX))
                .count();
        // What is read back is the measure from now on, so it must not be what a second hand left of it.
        if (held != wanted.rules().size()) {
            throw new IllegalStateException("of " + wanted.rules().size() + " rules " + save.program() + " shows "
                    + held + " right after they were applied; somebody else changes chains of " + OwnChains.PREFIX);
        }
        rules = Optional.of(new Applied<>(wanted, after));
        unconfirmed = Optional.empty();
    }
}
