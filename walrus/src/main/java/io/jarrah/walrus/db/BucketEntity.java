package io.jarrah.walrus.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A bucket: a name, unique in the cloud, and the account that owns it and everything in it. */
@Entity(name = "Bucket")
@Table(name = "bucket")
public class BucketEntity {
    @Id
    @Column(name = "name")
    private String name;

    @Column(name = "owner_account")
    private String ownerAccount;

    @Column(name = "created")
    private Instant created;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected BucketEntity() {}

    public BucketEntity(String name, String ownerAccount, Instant created) {
        this.name = name;
        this.ownerAccount = ownerAccount;
        this.created = created;
    }

    public String name() {
        return name;
    }

    public String ownerAccount() {
        return ownerAccount;
    }

    public Instant created() {
        return created;
    }
}
