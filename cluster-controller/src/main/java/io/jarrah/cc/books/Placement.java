package io.jarrah.cc.books;

import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Health;
import io.jarrah.common.id.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Chooses the node of an instance. Pure. */
public final class Placement {
    /**
     * A node that might take it.
     *
     * @param name the node
     * @param health how it is; only OK ones are chosen
     * @param available what is free by the ledger
     */
    public record Candidate(NodeName name, Health health, Capacity available) {}

    private Placement() {}

    /**
     * The node to use.
     *
     * @param candidates in the order of the registry
     * @param demand what the instance takes
     * @param excluded nodes that are out of the question
     * @param last the node chosen before, for ROUNDROBIN
     * @return empty when it fits nowhere now
     */
    public static Optional<NodeName> place(
            SchedulingPolicy policy,
            List<Candidate> candidates,
            Capacity demand,
            Set<NodeName> excluded,
            Optional<NodeName> last) {
        int count = candidates.size();
        int first =
                switch (policy) {
                    case GREEDY -> 0;
                    case ROUNDROBIN -> last.map(name -> after(candidates, name)).orElse(0);
                };
        for (int i = 0; i < count; i++) {
            Candidate candidate = candidates.get((first + i) % count);
            if (candidate.health() == Health.OK
                    && candidate.available().holds(demand)
                    && !excluded.contains(candidate.name())) {
                return Optional.of(candidate.name());
            }
        }
        return Optional.empty();
    }

    private static int after(List<Candidate> candidates, NodeName last) {
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i).name().equals(last)) {
                return i + 1;
            }
        }
        return 0;
    }
}
