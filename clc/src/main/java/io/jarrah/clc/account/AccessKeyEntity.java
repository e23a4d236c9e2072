package io.jarrah.clc.account;

import io.jarrah.common.id.AccountId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of table {@code access_key}. */
@Entity
@Table(name = "access_key")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class AccessKeyEntity {
    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "owner_id")
    private String ownerId;

    @Column(name = "user_name")
    private String userName;

    private short slot;

    @Column(name = "sealed_secret")
    private String sealedSecret;

    private boolean active;
    private Instant created;

    protected AccessKeyEntity() {}

    AccessKeyEntity(AccessKey key, String ownerId, int slot, String sealedSecret) {
        this.id = key.id();
        this.accountId = key.account().value();
        this.ownerId = ownerId;
        this.userName = key.userName();
        this.slot = (short) slot;
        this.sealedSecret = sealedSecret;
        this.active = key.active();
        this.created = key.created();
    }

    AccessKey key() {
        return new AccessKey(id, new AccountId(accountId), userName, active, created);
    }

    String ownerId() {
        return ownerId;
    }

    int slot() {
        return slot;
    }

    String sealedSecret() {
        return sealedSecret;
    }
}
