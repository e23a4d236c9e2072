package io.jarrah.cc.metadata;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metadata by instance, asked of the cloud controller when it is missing or has expired; while the controller does not
 * answer, what it said last goes on being served. What belongs to another instance than the network document names is
 * never served, so an address that changed hands shows nobody else's data.
 */
final class MetadataCache {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataCache.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    /** One instance's entry; the lock keeps many questions from becoming many calls. */
    private static final class Entry {
        final ReentrantLock lock = new ReentrantLock();

        @Nullable
        InstanceMetadata metadata;

        Instant askAgain = Instant.MIN;
    }

    private final IdentityService identity;
    private final ClusterName cluster;
    private final InstantSource clock;
    private final ConcurrentHashMap<InstanceId, Entry> entries = new ConcurrentHashMap<>();

    MetadataCache(IdentityService identity, ClusterName cluster, InstantSource clock) {
        this.identity = identity;
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * The metadata of the instance at that place.
     *
     * @return empty when the cloud controller knows of none
     * @throws ServiceException when the cloud controller does not answer and never did for this instance
     */
    Optional<InstanceMetadata> get(NetworkEndpoint endpoint) {
        Entry entry = entries.computeIfAbsent(endpoint.instanceId(), id -> new Entry());
        entry.lock.lock();
        try {
            if (clock.instant().isBefore(entry.askAgain)) {
                return Optional.ofNullable(entry.metadata);
            }
            return ask(endpoint, entry);
        } finally {
            entry.lock.unlock();
        }
    }

    private Optional<InstanceMetadata> ask(NetworkEndpoint endpoint, Entry entry) {
        try {
            InstanceMetadata fresh = identity.getInstanceMetadata(
                    Correlation.random(), cluster, endpoint.network(), endpoint.privateIp());
            if (!fresh.instanceId().equals(endpoint.instanceId())) {
                LOG.warn(
                        "the cloud controller has {} at {} of {}, the network document has {}; serving neither",
                        fresh.instanceId(),
                        endpoint.privateIp(),
                        endpoint.network(),
                        endpoint.instanceId());
                return Optional.empty();
            }
            entry.metadata = fresh;
            entry.askAgain = fresh.expires();
            return Optional.of(fresh);
        } catch (ServiceException e) {
            if (e.code() == ServiceException.Code.NOT_FOUND) {
                entry.metadata = null;
                return Optional.empty();
            }
            InstanceMetadata known = entry.metadata;
            if (known == null) {
                throw e;
            }
            LOG.warn("serving earlier metadata of {}: the cloud controller does not answer", endpoint.instanceId(), e);
            entry.askAgain = clock.instant().plus(RETRY);
            return Optional.of(known);
        }
    }

    /** Drops the entries of instances that are gone. */
    void retain(Set<InstanceId> present) {
        entries.keySet().retainAll(present);
    }
}
