package io.jarrah.clc.cluster;

import io.jarrah.common.contract.Health;
import io.jarrah.common.id.ClusterName;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cluster: how it is, and the generations of what it was told. Whoever changes a row that the network document is made
 * of calls {@link #networkChanged()} in the same transaction; that also makes concurrent launches in one zone conflict,
 * so that no room is given away twice.
 */
@Entity
@Table(name = "clusters")
public class ClusterEntity {
    private static final int MESSAGE_LENGTH = 1024;

    @Id
    private String name;

    @Enumerated(EnumType.STRING)
    private Health health;

    @Column(name = "health_message")
    private String healthMessage;

    @Column(name = "health_since")
    private Instant healthSince;

    @Column(name = "network_generation")
    private long networkGeneration;

    @Column(name = "nodes_generation")
    private long nodesGeneration;

    @Column(name = "nodes_digest")
    private String nodesDigest;

    @Column(name = "tunnel_address")
    private @Nullable String tunnelAddress;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected ClusterEntity() {}

    /** A cluster that was not heard yet. */
    public ClusterEntity(ClusterName name, Instant now) {
        this.name = name.value();
        this.health = Health.UNREACHABLE;
        this.healthMessage = "not heard yet";
        this.healthSince = now;
        this.networkGeneration = 1;
        this.nodesGeneration = 0;
        this.nodesDigest = "";
    }

    /** Its name, which is the zone's. */
    public ClusterName name() {
        return new ClusterName(name);
    }

    /** OK, or UNREACHABLE while its controller does not answer. */
    public Health health() {
        return health;
    }

    /** Why it is not OK; empty when it is. */
    public String healthMessage() {
        return healthMessage;
    }

    /** Since when it has that health. */
    public Instant healthSince() {
        return healthSince;
    }

    /** Generation of the network document; grows with every change of the rows it is made of. */
    public long networkGeneration() {
        return networkGeneration;
    }

    /** Generation of the node registry. */
    public long nodesGeneration() {
        return nodesGeneration;
    }

    /** IPv4 address that the tunnels of its controller end at; empty when it has none. */
    public Optional<String> tunnelAddress() {
        return Optional.ofNullable(tunnelAddress);
    }

    /** Records where the tunnels of its controller end; the documents of the other clusters are others then. */
    public void tunnelsEndAt(Optional<String> address) {
        tunnelAddress = address.orElse(null);
    }

    /** Notes that the network document is another one from this transaction on. */
    public void networkChanged() {
        networkGeneration++;
    }

    /** Whether the registry with that digest is the one that {@link #nodesGeneration()} stands for. */
    public boolean hasNodes(String digest) {
        return nodesDigest.equals(digest);
    }

    /** Makes the registry with that digest the next generation, unless it is the present one. */
    public void nodesAre(String digest) {
        if (!hasNodes(digest)) {
            nodesDigest = digest;
            nodesGeneration++;
        }
    }

    /** Records its health; returns whether that was news. */
    public boolean heard(Health now, String message, Instant at) {
        if (health == now) {
            return false;
        }
        health = now;
        healthMessage = message.length() > MESSAGE_LENGTH ? message.substring(0, MESSAGE_LENGTH) : message;
        healthSince = at;
        return true;
    }
}
