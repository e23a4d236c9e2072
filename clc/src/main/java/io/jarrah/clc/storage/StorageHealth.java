package io.jarrah.clc.storage;

import io.jarrah.common.contract.Health;
import io.jarrah.common.id.ClusterName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How the storage controllers are, as this process heard them last. It says nothing about the volumes. */
public final class StorageHealth {
    private final Map<ClusterName, Condition> conditions = new ConcurrentHashMap<>();

    /**
     * How one is.
     *
     * @param health OK, or UNREACHABLE while it does not answer
     * @param message why it is not OK; empty when it is
     * @param since since when
     */
    public record Condition(Health health, String message, Instant since) {}

    /** Nothing heard yet. */
    public StorageHealth() {}

    /** Notes how it is; returns whether that is news. */
    public boolean note(ClusterName zone, Health health, String message, Instant now) {
        Condition known = conditions.get(zone);
        if (known != null && known.health() == health) {
            return false;
        }
        conditions.put(zone, new Condition(health, message, now));
        return true;
    }

    /** It is not registered any more. */
    public void forget(ClusterName zone) {
        conditions.remove(zone);
    }

    /** How the storage controller of that zone is; empty when it was not heard of yet. */
    public Optional<Condition> of(ClusterName zone) {
        return Optional.ofNullable(conditions.get(zone));
    }
}
