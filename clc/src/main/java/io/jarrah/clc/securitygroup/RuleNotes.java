package io.jarrah.clc.securitygroup;

import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SecurityGroupId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which generations of the network documents differ from those before in the rules of one group and in nothing else, so that who has read
 * one need not read all of the next (RFD 0039). Only what this process changed is known here, and of that only the latest: a generation
 * that is missing may be anything. Safe for use by several threads.
 */
public final class RuleNotes {
    /** For each cluster; so many changes at once are better read whole. */
    static final int KEPT = 1000;

    private final Map<ClusterName, NavigableMap<Long, SecurityGroupId>> notes = new HashMap<>();

    /** Nothing noted yet. */
    public RuleNotes() {}

    /**
     * To be called after the commit of a transaction that changed rules of the group and nothing else that network documents are made of.
     *
     * @param generations what it made of the generation of each cluster's document
     */
    public synchronized void note(Map<ClusterName, Long> generations, SecurityGroupId group) {
        generations.forEach((cluster, generation) -> {
            NavigableMap<Long, SecurityGroupId> known = notes.computeIfAbsent(cluster, name -> new TreeMap<>());
            known.put(generation, group);
            if (known.size() > KEPT) {
                known.pollFirstEntry();
            }
        });
    }

    /**
     * The groups whose rules are all that the generations after {@code from}, up to {@code to}, changed; empty when that is not known of
     * each of them, and when {@code to} is not after {@code from}.
     */
    public synchronized Optional<Set<SecurityGroupId>> between(ClusterName cluster, long from, long to) {
        NavigableMap<Long, SecurityGroupId> known = notes.get(cluster);
        if (known == null || to <= from) {
            return Optional.empty();
        }
        Map<Long, SecurityGroupId> found = known.subMap(from, false, to, true);
        return found.size() == to - from ? Optional.of(Set.copyOf(found.values())) : Optional.empty();
    }

    /** To be called when generations went back, as those of a database do that is restored: what is noted is not of those to come. */
    public synchronized void forget(ClusterName cluster) {
        notes.remove(cluster);
    }
}
