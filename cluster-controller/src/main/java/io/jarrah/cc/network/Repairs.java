package io.jarrah.cc.network;

import java.util.Collection;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what one pass changes: an ordinary event when something else is wanted than before, a warning when the same is wanted
 * and something else is there.
 *
 * @param drift whether nothing else is wanted than was carried out before
 */
record Repairs(boolean drift) {
    private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);
    private static final int SHOWN = 8;

    /** Nothing is told when there are no differences. */
    void note(String what, Collection<String> differences) {
        if (differences.isEmpty()) {
            return;
        }
        String shown = differences.stream().limit(SHOWN).collect(Collectors.joining("; "))
                + (differences.size() > SHOWN ? "; …" : "");
        if (drift) {
            LOG.warn("the network drifted and is repaired, {} ({}): {}", what, differences.size(), shown);
        } else {
            LOG.info("the network changes, {} ({}): {}", what, differences.size(), shown);
        }
    }
}
