package io.jarrah.clc.component;

import io.jarrah.common.contract.ComponentRole;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of table {@code join_token}; the secret itself is not kept. */
@Entity
@Table(name = "join_token")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class JoinTokenEntity {
    @Id
    @Column(name = "secret_sha256")
    private String secretSha256;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "varchar(16)")
    private ComponentRole role;

    private String name;
    private Instant expires;

    @Column(name = "key_sha256")
    private @Nullable String keySha256;

    protected JoinTokenEntity() {}

    JoinTokenEntity(String secretSha256, ComponentRole role, String name, Instant expires) {
        this.secretSha256 = secretSha256;
        this.role = role;
        this.name = name;
        this.expires = expires;
    }

    boolean isFor(ComponentRole wantedRole, String wantedName) {
        return role == wantedRole && name.equals(wantedName);
    }

    /** Good when not expired and never used, or used by the same key: then only the answer was lost. */
    boolean goodFor(String key, Instant now) {
        return now.isBefore(expires) && (keySha256 == null || keySha256.equals(key));
    }

    void usedBy(String key) {
        keySha256 = key;
    }
}
