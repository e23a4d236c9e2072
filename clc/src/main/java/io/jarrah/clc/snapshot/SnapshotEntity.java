package io.jarrah.clc.snapshot;

import io.jarrah.clc.storage.StorageDesire;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot: what is desired of it, and what is known of it from its storage controller. Its data never change; who may begin volumes with them does. Which pairs of desire and
 * observation are possible is written down as constraints of the table.
 */
@Entity
@Table(name = "snapshots")
public class SnapshotEntity {
    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "zone_name")
    private String zoneName;

    @Column(name = "volume_id")
    private String volumeId;

    @Column(name = "size_gib")
    private int sizeGib;

    private String description;

    @Column(name = "created_at")
    private Instant createdAt;

    @Enumerated(EnumType.STRING)
    private StorageDesire desired;

    @Column(name = "request_id")
    private String requestId;

    @Embedded
    private ObservedKeeping observed;

    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    // A change of these is a change of the snapshot: it gets a new version.
    @ElementCollection
    @CollectionTable(name = "snapshot_permissions", joinColumns = @JoinColumn(name = "snapshot_id"))
    @Column(name = "grantee")
    private Set<String> grantees;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected SnapshotEntity() {}

    /** A snapshot that shall be there, private to its owner. */
    public SnapshotEntity(NewSnapshot born) {
        this.id = born.id().value();
        this.accountId = born.account().value();
        this.zoneName = born.zone().value();
        this.volumeId = born.volume().value();
        this.sizeGib = born.sizeGib();
        this.description = born.description();
        this.createdAt = born.createdAt();
        this.desired = StorageDesire.PRESENT;
        this.requestId = born.request().id();
        this.observed = new ObservedKeeping();
        this.grantees = new HashSet<>();
    }

    /** The snapshot. */
    public SnapshotId id() {
        return new SnapshotId(id);
    }

    /** The owner. */
    public AccountId account() {
        return new AccountId(accountId);
    }

    /** Its zone, which is its storage controller's cluster. */
    public ClusterName zone() {
        return new ClusterName(zoneName);
    }

    /** Whose data it keeps; that volume may be gone meanwhile. */
    public VolumeId volume() {
        return new VolumeId(volumeId);
    }

    /** GiB that its volume had at its moment. */
    public int sizeGib() {
        return sizeGib;
    }

    /** The owner's words; may be empty. */
    public String description() {
        return description;
    }

    /** When it was asked for. */
    public Instant createdAt() {
        return createdAt;
    }

    /** What its owner wants. */
    public StorageDesire desired() {
        return desired;
    }

    /** The API request that last changed what is desired of it. */
    public Correlation request() {
        return new Correlation(requestId);
    }

    /** What its storage controller reported last. */
    public ObservedKeeping observed() {
        return observed;
    }

    /** The state users see. */
    public SnapshotState state() {
        return SnapshotState.of(observed.phaseOrNull());
    }

    /** Whether it is wanted and not there yet, so that its volume's data must stay. */
    public boolean isBeingMade() {
        return desired == StorageDesire.PRESENT && state() == SnapshotState.PENDING;
    }

    /** Whether nothing is left of it. */
    public boolean isDeleted() {
        return deletedAt != null;
    }

    /** Who may begin volumes with it beside its owner. */
    public Set<Grantee> grantees() {
        Set<Grantee> all = new TreeSet<>();
        grantees.forEach(value -> all.add(new Grantee(value)));
        return all;
    }

    /** Lets those begin volumes with it, and nobody else but its owner. */
    public void permit(Collection<Grantee> all) {
        Set<String> wanted = new HashSet<>();
        all.forEach(grantee -> wanted.add(grantee.value()));
        grantees.retainAll(wanted);
        grantees.addAll(wanted);
    }

    /** Wants it gone. */
    public void delete(Correlation request) {
        desired = StorageDesire.DELETED;
        requestId = request.id();
    }

    /** Takes over what its storage controller says. */
    public void observe(ObservedSnapshot report, Instant now) {
        if (deletedAt != null) {
            return;
        }
        observed.take(report);
        if (report.sizeGib() > 0) {
            sizeGib = report.sizeGib();
        }
        if (desired == StorageDesire.DELETED && report.phase() == SnapshotPhase.DELETED) {
            deletedAt = now;
        }
    }

    /** Its storage controller says that it can never be; returns false when that cannot be, for it was heard of before. */
    public boolean refused(StateReason reason, Instant now) {
        if (observed.phaseOrNull() != null) {
            return false;
        }
        observed.refused(reason, now);
        return true;
    }

    /** Notes that its storage controller does not know it at present; nothing else is concluded from that. */
    void lostFromSight() {
        observed.lostFromSight();
    }
}
