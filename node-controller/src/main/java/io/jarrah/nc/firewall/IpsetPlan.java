package io.jarrah.nc.firewall;

import io.jarrah.common.os.OwnChains;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lines for {@code ipset restore} that make our sets as wanted. What is added or taken away is one element at a time, which
 * the kernel does atomically, so a set is never empty in between. Pure.
 *
 * <p>What shrinks does so after the rules changed: a prefix that moves to another rule stays permitted all the while. Only a set
 * that no rule looks at yet shrinks before, lest it opens what was forgotten in it.
 *
 * @param before to carry out before the rules change: new sets and what grows
 * @param after to carry out after the rules changed: what shrinks
 * @param stale to carry out last: sets that no rule looks at any more
 */
record IpsetPlan(List<String> before, List<String> after, List<String> stale) {
    /** Members a set can hold: as many as a cloud has instances. */
    private static final int MAX_MEMBERS = 262_144;

    /** Hash buckets to begin with: most sets are small, there may be ten thousand, and the kernel makes a full one larger. */
    private static final int FIRST_SIZE = 64;

    private static final int TYPE_WORD = 2;

    IpsetPlan {
        before = List.copyOf(before);
        after = List.copyOf(after);
        stale = List.copyOf(stale);
    }

    /** Whether every set has the members it should; there may be sets that are no longer needed. */
    boolean right() {
        return before.isEmpty() && after.isEmpty();
    }

    /**
     * Compares.
     *
     * @param saved what {@code ipset save} shows; sets that are not ours are left alone
     * @param inUse names of sets that the rules of now look at
     */
    static IpsetPlan of(SortedMap<String, WantedSet> wanted, String saved, Set<String> inUse) {
        return of(wanted, parse(saved), inUse);
    }

    /**
     * Goes on from what was made before, without a look at what is there. When that is something else, the lines fail or what
     * is not right stays so, until somebody looks.
     *
     * @param made what the sets are thought to be
     */
    static IpsetPlan after(SortedMap<String, WantedSet> made, SortedMap<String, WantedSet> wanted, Set<String> inUse) {
        SortedMap<String, Actual> actual = new TreeMap<>();
        made.forEach((name, set) -> actual.put(name, new Actual(set.type(), set.members())));
        return of(wanted, actual, inUse);
    }

    private static IpsetPlan of(
            SortedMap<String, WantedSet> wanted, SortedMap<String, Actual> actual, Set<String> inUse) {
        List<String> created = new ArrayList<>();
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        wanted.forEach((name, set) -> {
            Actual found = actual.get(name);
            // One of another type cannot be made right: ipset then says that the name is taken.
            if (found == null || !found.type.equals(set.type())) {
                created.add("create " + name + " " + set.type() + " family "
                        + set.family().sets() + " hashsize " + FIRST_SIZE + " maxelem " + MAX_MEMBERS);
            }
            Set<String> members = found == null ? Set.of() : found.members;
            List<String> shrinking = inUse.contains(name) ? after : before;
            difference(set.members(), members).forEach(member -> before.add("add " + name + " " + member));
            difference(members, set.members()).forEach(member -> shrinking.add("del " + name + " " + member));
        });
        created.addAll(before);
        List<String> stale = actual.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .map(name -> "destroy " + name)
                .toList();
        return new IpsetPlan(created, after, stale);
    }

    private static Set<String> difference(Set<String> all, Set<String> without) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeIf(without::contains);
        return rest;
    }

    private static SortedMap<String, Actual> parse(String saved) {
        SortedMap<String, Actual> sets = new TreeMap<>();
        for (String line : saved.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words.length <= TYPE_WORD || !words[1].startsWith(OwnChains.PREFIX)) {
                continue;
            }
            if (words[0].equals("create")) {
                sets.put(words[1], new Actual(words[TYPE_WORD], new HashSet<>()));
            } else if (words[0].equals("add")) {
                member(sets, words[1], words[TYPE_WORD]);
            }
        }
        return sets;
    }

    private static void member(Map<String, Actual> sets, String name, String member) {
        Actual set = sets.get(name);
        if (set != null) {
            set.members.add(member);
        }
    }

    private record Actual(String type, Set<String> members) {}
}
