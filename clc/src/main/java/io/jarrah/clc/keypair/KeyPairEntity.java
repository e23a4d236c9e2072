package io.jarrah.clc.keypair;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.KeyPairId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;

/** A row of table {@code key_pair}. */
@Entity
@Table(name = "key_pair")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class KeyPairEntity {
    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    private String name;
    private String type;
    private String fingerprint;

    @Column(name = "public_key")
    private String publicKey;

    private Instant created;

    protected KeyPairEntity() {}

    KeyPairEntity(KeyPair pair) {
        this.id = pair.id().value();
        this.accountId = pair.account().value();
        this.name = pair.name();
        this.type = pair.type().wireName();
        this.fingerprint = pair.fingerprint();
        this.publicKey = pair.publicKey();
        this.created = pair.created();
    }

    KeyPair pair() {
        return new KeyPair(
                new KeyPairId(id),
                new AccountId(accountId),
                name,
                KeyType.valueOf(type.toUpperCase(Locale.ROOT)),
                fingerprint,
                publicKey,
                created);
    }
}
