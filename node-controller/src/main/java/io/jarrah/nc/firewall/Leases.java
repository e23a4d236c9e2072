package io.jarrah.nc.firewall;

import io.jarrah.common.os.NftCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps {@link LeaseTable} in the kernel and reads from it. Not safe for use by several threads. */
public final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final NftCommand nft;
    private List<Guest> applied = List.of();
    private Optional<String> shown = Optional.empty();

    public Leases(NftCommand nft) {
        this.nft = nft;
    }

    /** Makes the table as it should be for these guests, and returns the address that each tap's guest has, as far as it is known. */
    public Map<String, String> apply(List<Guest> guests) {
        Optional<String> before = nft.table(LeaseTable.FAMILY, LeaseTable.NAME);
        List<LeaseTable.Lease> learned = before.map(LeaseTable::leases).orElse(List.of());
        String removal = LeaseTable.removal(guests, learned);
        boolean drifted = shown.isPresent() && !before.map(LeaseTable::fixed).equals(shown);
        if (drifted) {
            LOG.warn("somebody else changed table {}; restoring what should be", LeaseTable.NAME);
        }
        if (shown.isEmpty()
                || drifted
                || !guests.equals(applied)
                || !removal.isEmpty()
                || LeaseTable.isIncomplete(guests, learned)) {
            shown = Optional.empty();
            nft.apply(LeaseTable.render(guests, learned) + removal);
            before = nft.table(LeaseTable.FAMILY, LeaseTable.NAME);
            if (before.isEmpty()) {
                throw new IllegalStateException(
                        "table " + LeaseTable.NAME + " is gone right after it was applied; somebody else removes it");
            }
            shown = before.map(LeaseTable::fixed);
            applied = List.copyOf(guests);
        }
        return LeaseTable.latest(before.map(LeaseTable::leases).orElse(List.of())).values().stream()
                .collect(Collectors.toMap(LeaseTable.Lease::tap, LeaseTable.Lease::address));
    }
}
