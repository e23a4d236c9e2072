package io.jarrah.clc.instance;

import io.jarrah.common.id.AccountId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What an account prefers for the metadata of instances it launches. An account that never said has no row. */
@Entity
@Table(name = "instance_metadata_defaults")
public class MetadataDefaultsEntity {
    @Id
    @Column(name = "account_id")
    private String accountId;

    private @Nullable Boolean enabled;

    @Column(name = "tokens_required")
    private @Nullable Boolean tokensRequired;

    @Column(name = "hop_limit")
    private @Nullable Integer hopLimit;

    private @Nullable Boolean tags;

    @Column(name = "tokens_enforced")
    private @Nullable Boolean tokensEnforced;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected MetadataDefaultsEntity() {}

    private MetadataDefaultsEntity(AccountId account) {
        this.accountId = account.value();
    }

    /** The account's row, if it has one. */
    public static Optional<MetadataDefaultsEntity> find(Session session, AccountId account) {
        return Optional.ofNullable(session.find(MetadataDefaultsEntity.class, account.value()));
    }

    /** The account's row, made when it has none. */
    public static MetadataDefaultsEntity ensure(Session session, AccountId account) {
        return find(session, account).orElseGet(() -> {
            MetadataDefaultsEntity made = new MetadataDefaultsEntity(account);
            session.persist(made);
            return made;
        });
    }

    /** What the account prefers. */
    public MetadataPreferences preferences() {
        return new MetadataPreferences(
                Optional.ofNullable(enabled),
                Optional.ofNullable(tokensRequired),
                Optional.ofNullable(hopLimit),
                Optional.ofNullable(tags),
                Optional.empty());
    }

    /** Whether instances must require tokens; empty when the account never said. */
    public Optional<Boolean> tokensEnforced() {
        return Optional.ofNullable(tokensEnforced);
    }

    /** Replaces what the account prefers. */
    public void prefer(MetadataPreferences preferences, Optional<Boolean> enforced) {
        enabled = preferences.enabled().orElse(null);
        tokensRequired = preferences.tokensRequired().orElse(null);
        hopLimit = preferences.hopLimit().orElse(null);
        tags = preferences.tags().orElse(null);
        tokensEnforced = enforced.orElse(null);
    }
}
