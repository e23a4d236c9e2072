package io.jarrah.sc.iscsi;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A target as tgtd lists it.
 *
 * @param tid number by which tgtd is told which one is meant
 * @param name its iSCSI name
 * @param unit whether there is a unit 1: without it there is nothing that an initiator could reach
 * @param device what its unit 1 reads and writes; empty when there is no such unit, or it is not online
 * @param bytes how large unit 1 seems, rounded to a million; 0 when there is none
 * @param accounts CHAP users, any of which is enough; with none, no proof is asked for
 * @param admitted initiator names and addresses, any of which is enough; with none, nobody is let in
 */
record Target(
        int tid,
        String name,
        boolean unit,
        Optional<Path> device,
        long bytes,
        List<String> accounts,
        List<String> admitted) {
    Target {
        accounts = List.copyOf(accounts);
        admitted = List.copyOf(admitted);
    }

    /** Whether what is admitted is an initiator's name; else it is an address. */
    static boolean isName(String admitted) {
        return admitted.startsWith("iqn.");
    }

    /** Without its unit, and with others let in. */
    Target emptied(Set<String> letIn) {
        return new Target(tid, name, false, Optional.empty(), 0, accounts, List.copyOf(letIn));
    }
}
