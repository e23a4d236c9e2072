package io.jarrah.clc.address;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.AllocationId;
import io.jarrah.common.id.AssociationId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
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

/** A public address that has an owner, or had one and may still be translated. Which instance it leads to is changed by {@link Translations} only. */
@Entity
@Table(name = "addresses")
public class AddressEntity {
    /** How it came to its owner. */
    enum Kind {
        /** Allocated by a call, and kept until it is released. */
        ELASTIC,
        /** Given to an instance at its launch, for its life. */
        AUTOMATIC
    }

    @Id
    @Column(name = "public_ip")
    private String publicIp;

    @Column(name = "account_id")
    private String accountId;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    @Column(name = "allocation_id")
    private @Nullable String allocationId;

    @Column(name = "allocated_at")
    private Instant allocatedAt;

    @Column(name = "instance_id")
    private @Nullable String instanceId;

    @Column(name = "zone_name")
    private @Nullable String zoneName;

    @Column(name = "association_id")
    private @Nullable String associationId;

    @Column(name = "released_at")
    private @Nullable Instant releasedAt;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected AddressEntity() {}

    private AddressEntity(String publicIp, AccountId account, Kind kind, Instant now) {
        this.publicIp = publicIp;
        this.accountId = account.value();
        this.kind = kind;
        this.allocatedAt = now;
    }

    static AddressEntity elastic(String publicIp, AccountId account, AllocationId allocation, Instant now) {
        AddressEntity made = new AddressEntity(publicIp, account, Kind.ELASTIC, now);
        made.allocationId = allocation.value();
        return made;
    }

    static AddressEntity automatic(
            String publicIp, AccountId account, InstanceId instance, ClusterName zone, Instant now) {
        AddressEntity made = new AddressEntity(publicIp, account, Kind.AUTOMATIC, now);
        made.instanceId = instance.value();
        made.zoneName = zone.value();
        return made;
    }

    /** The address, dotted. */
    public String publicIp() {
        return publicIp;
    }

    /** The owner. */
    public AccountId account() {
        return new AccountId(accountId);
    }

    /** Whether it stays with its owner when its instance ends. */
    public boolean isElastic() {
        return kind == Kind.ELASTIC;
    }

    /** When it was allocated. */
    public Instant allocatedAt() {
        return allocatedAt;
    }

    /** The instance it leads to. */
    public Optional<InstanceId> instance() {
        return Optional.ofNullable(instanceId).map(InstanceId::new);
    }

    /** The zone of that instance. */
    public Optional<ClusterName> zone() {
        return Optional.ofNullable(zoneName).map(ClusterName::new);
    }

    /** Whether its owner gave it back; then it is nobody's, and not free yet. */
    public boolean isReleased() {
        return releasedAt != null;
    }

    /** As a value. */
    public PublicAddress address() {
        return new PublicAddress(
                publicIp,
                account(),
                Optional.ofNullable(allocationId).map(AllocationId::new),
                instance(),
                Optional.ofNullable(associationId).map(AssociationId::new));
    }

    void leadTo(InstanceId instance, ClusterName zone, AssociationId association) {
        instanceId = instance.value();
        zoneName = zone.value();
        associationId = association.value();
    }

    void leadNowhere() {
        instanceId = null;
        zoneName = null;
        associationId = null;
    }

    void release(Instant now) {
        leadNowhere();
        releasedAt = now;
    }
}
