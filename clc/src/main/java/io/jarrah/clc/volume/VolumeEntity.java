package io.jarrah.clc.volume;

import io.jarrah.clc.storage.StorageDesire;
import io.jarrah.clc.volume.NewVolume.Performance;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
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
 * A volume: what is desired of it, which API calls and the coming and going of its attachment change, and what is known of it from its storage controller: what that reported
 * ({@link #observe}), refused or did not speak of. Which pairs of both are possible is written down as constraints of the table.
 */
@Entity
@Table(name = "volumes")
public class VolumeEntity {
    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "zone_name")
    private String zoneName;

    @Column(name = "size_gib")
    private int sizeGib;

    @Column(name = "snapshot_id")
    private @Nullable String snapshotId;

    @Enumerated(EnumType.STRING)
    @Column(name = "volume_type")
    private VolumeType volumeType;

    private @Nullable Integer iops;
    private @Nullable Integer throughput;
    private boolean encrypted;

    @Column(name = "auto_enable_io")
    private boolean autoEnableIo;

    @Column(name = "created_at")
    private Instant createdAt;

    @Enumerated(EnumType.STRING)
    private StorageDesire desired;

    private long generation;
    private long attachments;

    @Column(name = "request_id")
    private String requestId;

    @Column(name = "client_token")
    private @Nullable String clientToken;

    @Column(name = "request_digest")
    private String requestDigest;

    @Embedded
    private ObservedStorage observed;

    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected VolumeEntity() {}

    /** A volume that shall be there, first generation. */
    public VolumeEntity(NewVolume born) {
        this.id = born.id().value();
        this.accountId = born.account().value();
        this.zoneName = born.zone().value();
        this.sizeGib = born.sizeGib();
        this.snapshotId = born.snapshot().map(SnapshotId::value).orElse(null);
        this.volumeType = born.type();
        this.iops = born.performance().iops().orElse(null);
        this.throughput = born.performance().throughput().orElse(null);
        this.encrypted = false;
        this.createdAt = born.createdAt();
        this.desired = StorageDesire.PRESENT;
        this.generation = 1;
        this.requestId = born.request().id();
        this.clientToken = born.clientToken().orElse(null);
        this.requestDigest = born.requestDigest();
        this.observed = new ObservedStorage();
    }

    /** The volume. */
    public VolumeId id() {
        return new VolumeId(id);
    }

    /** The owner. */
    public AccountId account() {
        return new AccountId(accountId);
    }

    /** Its zone, which is its storage controller's cluster. */
    public ClusterName zone() {
        return new ClusterName(zoneName);
    }

    /** GiB that it shall have. */
    public int sizeGib() {
        return sizeGib;
    }

    /** The snapshot whose data it began with, which may be gone meanwhile; empty when it began empty. */
    public Optional<SnapshotId> snapshot() {
        return Optional.ofNullable(snapshotId).map(SnapshotId::new);
    }

    /** As its owner wants it called. */
    public VolumeType type() {
        return volumeType;
    }

    /** I/O operations a second, where they were asked for. */
    public Optional<Integer> iops() {
        return Optional.ofNullable(iops);
    }

    /** MiB/s, where they were asked for. */
    public Optional<Integer> throughput() {
        return Optional.ofNullable(throughput);
    }

    /** What can be changed of it while it is there. */
    public VolumeTraits traits() {
        return new VolumeTraits(sizeGib, volumeType, new Performance(iops(), throughput()));
    }

    /** Whether its data are encrypted. */
    public boolean encrypted() {
        return encrypted;
    }

    /** An attribute that clients set and read: whether I/O goes on by itself after data may have become inconsistent. */
    public boolean autoEnableIo() {
        return autoEnableIo;
    }

    /** Sets that attribute. */
    public void autoEnableIo(boolean enabled) {
        autoEnableIo = enabled;
    }

    /** When it was asked for. */
    public Instant createdAt() {
        return createdAt;
    }

    /** What its owner wants. */
    public StorageDesire desired() {
        return desired;
    }

    /** Generation of what its storage controller is told. */
    public long generation() {
        return generation;
    }

    /** The API request that last changed what is desired of it. */
    public Correlation request() {
        return new Correlation(requestId);
    }

    /** Digest of what was asked for. */
    public String requestDigest() {
        return requestDigest;
    }

    /** What its storage controller reported last. */
    public ObservedStorage observed() {
        return observed;
    }

    /** The state users see. */
    public VolumeState state(boolean attached) {
        return VolumeState.of(desired, observed.phaseOrNull(), attached);
    }

    /** Whether nothing is left of it. */
    public boolean isDeleted() {
        return deletedAt != null;
    }

    /** Gives out the number of a new attachment, which the storage controller is to be told with the next generation. */
    long nextAttachment(Correlation request) {
        attachments++;
        generation++;
        requestId = request.id();
        return attachments;
    }

    /** Wants it to be so from now on; its storage controller is to be told of another size. */
    void modify(VolumeTraits target, Correlation request) {
        if (target.sizeGib() != sizeGib) {
            generation++;
        }
        sizeGib = target.sizeGib();
        volumeType = target.type();
        iops = target.performance().iops().orElse(null);
        throughput = target.performance().throughput().orElse(null);
        requestId = request.id();
    }

    /** It cannot become larger: wants no more of it than it has. */
    void keepSize(int gib) {
        sizeGib = gib;
    }

    /** Notes who asks for the end of its attachment. */
    void requestedBy(Correlation request) {
        requestId = request.id();
    }

    /** Notes that its storage controller is to be told that nobody may use it any more. */
    void grantWithdrawn() {
        generation++;
    }

    /** Wants it gone; the caller made sure that nobody has it. Returns whether that is new. */
    public boolean delete(Correlation request) {
        if (desired == StorageDesire.DELETED) {
            return false;
        }
        desired = StorageDesire.DELETED;
        generation++;
        requestId = request.id();
        return true;
    }

    /** Takes over what its storage controller says; returns whether nothing is left of it with this report. */
    public boolean observe(ObservedVolume report, Instant now) {
        if (deletedAt != null) {
            return false;
        }
        observed.take(report, generation);
        if (report.phase() == VolumePhase.AVAILABLE) {
            // One whose growth was given up may have grown after all; it never shrinks.
            sizeGib = Math.max(sizeGib, report.sizeGib());
        }
        if (desired == StorageDesire.DELETED && report.phase() == VolumePhase.DELETED) {
            deletedAt = now;
            return true;
        }
        return false;
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
