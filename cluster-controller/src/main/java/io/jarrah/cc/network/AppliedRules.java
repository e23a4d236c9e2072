package io.jarrah.cc.network;

import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.IptablesRestore;
import io.jarrah.common.os.IptablesSave;
import io.jarrah.common.os.OwnChains;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/** The rules of one family, replaced when others are wanted or somebody changed them. */
final class AppliedRules {
    private static final List<String> ADMINISTRATORS =
            List.of("filter -A " + FirewallRenderer.PRE + " ", "filter -A " + FirewallRenderer.POST + " ");

    private final IptablesSave save;
    private final IptablesRestore restore;
    private final String needed;
    private String appliedRules = "";
    private List<String> linesAfterwards = List.of();

    /** {@code needed} is what the kernel must have for them. */
    AppliedRules(IptablesSave save, IptablesRestore restore, String needed) {
        this.save = save;
        this.restore = restore;
        this.needed = needed;
    }

    /** Makes the rules those that are rendered for what is there. */
    void apply(Function<OwnChains, String> renderer, Repairs repairs) {
        OwnChains current = OwnChains.parse(save.save());
        List<String> currentLines = ours(current);
        String rules = renderer.apply(current);
        if (rules.equals(appliedRules) && currentLines.equals(linesAfterwards)) {
            return;
        }
        if (repairs.drift()) {
            repairs.note("rules that are missing", without(linesAfterwards, currentLines));
            repairs.note("rules that are not ours", without(currentLines, linesAfterwards));
        }
        try {
            restore.restore(rules);
        } catch (CommandFailedException e) {
            throw new IllegalStateException(
                    "the rules cannot be applied; the kernel needs " + needed + ": " + e.stderr(), e);
        }
        OwnChains after = OwnChains.parse(save.save());
        linesAfterwards = ours(after);
        appliedRules = renderer.apply(after);
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
