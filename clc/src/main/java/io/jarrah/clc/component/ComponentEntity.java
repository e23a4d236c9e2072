package io.jarrah.clc.component;

import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.id.ClusterName;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of table {@code component}. */
@Entity
@Table(name = "component")
@IdClass(ComponentEntity.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class ComponentEntity {
    /** The primary key. */
    public record Key(ComponentRole role, String name) implements Serializable {}

    @Id
    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "varchar(16)")
    private ComponentRole role;

    @Id
    private String name;

    private @Nullable String cluster;
    private @Nullable String endpoint;

    @Column(name = "certificate_sha256")
    private @Nullable String certificateSha256;

    private boolean revoked;
    private Instant registered;

    @Column(name = "last_seen")
    private @Nullable Instant lastSeen;

    protected ComponentEntity() {}

    ComponentEntity(ComponentRole role, String name, @Nullable String cluster, Instant now) {
        this.role = role;
        this.name = name;
        this.cluster = cluster;
        this.registered = now;
    }

    /** Back to "registered, not joined". */
    void registerAgain(@Nullable String newCluster, Instant now) {
        cluster = newCluster;
        endpoint = null;
        certificateSha256 = null;
        revoked = false;
        registered = now;
        lastSeen = null;
    }

    void join(URI at, String fingerprint, Instant now) {
        endpoint = at.toString();
        certificateSha256 = fingerprint;
        lastSeen = now;
    }

    void revoke() {
        revoked = true;
    }

    void seen(Instant now) {
        lastSeen = now;
    }

    RegisteredComponent value() {
        return new RegisteredComponent(
                role,
                name,
                Optional.ofNullable(cluster).map(ClusterName::new),
                Optional.ofNullable(endpoint).map(URI::create),
                Optional.ofNullable(certificateSha256),
                revoked,
                registered,
                Optional.ofNullable(lastSeen));
    }
}
