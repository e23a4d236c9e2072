package io.jarrah.clc.volume;

import io.jarrah.clc.instance.StoredReason;
import io.jarrah.common.contract.AttachedVolume;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
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
 * The one attachment of a volume, from AttachVolume until the storage controller was seen without its export. It is changed by {@link Attachments} only.
 */
@Entity
@Table(name = "volume_attachments")
public class AttachmentEntity {
    @Id
    @Column(name = "volume_id")
    private String volumeId;

    @Column(name = "attachment_number")
    private long number;

    @Column(name = "instance_id")
    private String instanceId;

    private String device;

    @Column(name = "delete_on_termination")
    private boolean deleteOnTermination;

    @Enumerated(EnumType.STRING)
    private AttachmentDesire desired;

    private boolean granted;

    @Column(name = "detach_generation")
    private @Nullable Long detachGeneration;

    @Column(name = "sealed_secret")
    private String sealedSecret;

    @Column(name = "export_host")
    private @Nullable String exportHost;

    @Column(name = "export_port")
    private @Nullable Integer exportPort;

    @Column(name = "export_target")
    private @Nullable String exportTarget;

    @Column(name = "export_lun")
    private @Nullable Integer exportLun;

    @Enumerated(EnumType.STRING)
    @Column(name = "observed_phase")
    private AttachedVolume.@Nullable Phase phase;

    @Column(name = "reason_code")
    private @Nullable String reasonCode;

    @Column(name = "reason_message")
    private @Nullable String reasonMessage;

    @Column(name = "requested_at")
    private Instant requestedAt;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected AttachmentEntity() {}

    AttachmentEntity(
            VolumeId volume, long number, InstanceId instance, String device, String sealedSecret, Instant now) {
        this.volumeId = volume.value();
        this.number = number;
        this.instanceId = instance.value();
        this.device = device;
        this.sealedSecret = sealedSecret;
        this.requestedAt = now;
        this.desired = AttachmentDesire.ATTACHED;
        this.granted = true;
    }

    /** The volume. */
    public VolumeId volume() {
        return new VolumeId(volumeId);
    }

    /** Which attachment of the volume, from 1; none has a number that another one had. */
    public long number() {
        return number;
    }

    /** Who has it. */
    public InstanceId instance() {
        return new InstanceId(instanceId);
    }

    /** The name its user gave it, such as /dev/sdf. */
    public String device() {
        return device;
    }

    /** Whether the volume goes with the instance. */
    public boolean deleteOnTermination() {
        return deleteOnTermination;
    }

    void deleteOnTermination(boolean goes) {
        deleteOnTermination = goes;
    }

    /** What is wanted. */
    public AttachmentDesire desired() {
        return desired;
    }

    /** Whether the storage controller is told to let the instance's host use the volume. */
    public boolean granted() {
        return granted;
    }

    /** The generation of the instance's volumes from which on they are without this one; empty while it is wanted. */
    public Optional<Long> detachGeneration() {
        return Optional.ofNullable(detachGeneration);
    }

    /** What {@link AttachmentSecrets} opens. */
    String sealedSecret() {
        return sealedSecret;
    }

    /** Where the storage controller was seen exporting the volume for this attachment; empty before. */
    public Optional<VolumeExport> export() {
        return exportHost == null || exportPort == null || exportTarget == null || exportLun == null
                ? Optional.empty()
                : Optional.of(new VolumeExport(
                        number, VolumeExport.Protocol.ISCSI, exportHost, exportPort, exportTarget, exportLun));
    }

    /** How far the instance's node says it is; empty while that does not speak of it. */
    public Optional<AttachedVolume.Phase> phase() {
        return Optional.ofNullable(phase);
    }

    /** What the node says beside, when there is something to say. */
    Optional<StateReason> reason() {
        return StoredReason.of(reasonCode, reasonMessage);
    }

    /** As users see it. */
    public Attachment view() {
        return new Attachment(
                volume(),
                instance(),
                device,
                deleteOnTermination,
                AttachmentState.of(desired, granted, phase, reasonCode != null),
                requestedAt);
    }

    void detach(long generation) {
        desired = AttachmentDesire.DETACHED;
        detachGeneration = generation;
    }

    /** Returns whether that is new. */
    boolean withdraw() {
        boolean news = granted;
        granted = false;
        return news;
    }

    /** Takes over where it is exported; returns whether that is new. */
    boolean exportedAt(VolumeExport export) {
        if (export().equals(Optional.of(export))) {
            return false;
        }
        exportHost = export.host();
        exportPort = export.port();
        exportTarget = export.target();
        exportLun = export.lun();
        return true;
    }

    /** Takes over what the node says of it; returns whether that is new. */
    boolean observe(Optional<AttachedVolume> report) {
        AttachedVolume.Phase now = report.map(AttachedVolume::phase).orElse(null);
        Optional<StateReason> why = report.flatMap(AttachedVolume::reason).map(StoredReason::clipped);
        if (now == phase && why.equals(reason())) {
            return false;
        }
        phase = now;
        reasonCode = why.map(StateReason::code).orElse(null);
        reasonMessage = why.map(StateReason::message).orElse(null);
        return true;
    }
}
