package io.jarrah.cc.books;

import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A registered node as it is known in memory. Guarded by the lock of {@link Books}. */
final class NodeState {
    private final NodeName name;
    NodeRegistration registration;
    Health health = Health.UNREACHABLE;
    String message;
    Instant since;

    /** When it answered last, or when waiting for its first answer began. */
    Instant lastHeard;

    /** Whether it answered since this process began. */
    boolean heard;

    /** Whether its whole list of instances is known. */
    boolean viewKnown;

    String epoch = "";
    Optional<NodeDescription> description = Optional.empty();
    final Map<InstanceId, ObservedInstance> observed = new HashMap<>();

    /** Instances it had reported when it was asked for the description. */
    Set<InstanceId> counted = new HashSet<>();

    /** What its network should be, and what it took last. */
    @Nullable
    NodeNetwork network;

    @Nullable
    NodeNetwork networkTaken;

    /** Not asked to take another instance before: it refused one for want of room though the ledger had some. */
    Instant refusedUntil = Instant.MIN;

    NodeState(NodeRegistration registration, Instant now) {
        this.name = registration.name();
        this.registration = registration;
        this.message = "not heard since the cluster controller started";
        this.since = now;
        this.lastHeard = now;
    }

    /** What it has is not known, but that it is of that generation or an earlier one. */
    void forgetNetwork(long generation) {
        networkTaken = null;
        network = new NodeNetwork(generation, List.of(), List.of(), List.of(), List.of());
    }

    NodeName name() {
        return name;
    }

    boolean reachable() {
        return health != Health.UNREACHABLE;
    }
}
