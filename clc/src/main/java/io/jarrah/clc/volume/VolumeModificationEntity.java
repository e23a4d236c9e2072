package io.jarrah.clc.volume;

import io.jarrah.clc.volume.NewVolume.Performance;
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

/** The last change of what a volume is to be like; kept with the volume once it is over. */
@Entity
@Table(name = "volume_modifications")
public class VolumeModificationEntity {
    private static final int FAILURE_LENGTH = 1024;

    @Id
    @Column(name = "volume_id")
    private String volumeId;

    @Column(name = "original_size_gib")
    private int originalSizeGib;

    @Enumerated(EnumType.STRING)
    @Column(name = "original_type")
    private VolumeType originalType;

    @Column(name = "original_iops")
    private @Nullable Integer originalIops;

    @Column(name = "original_throughput")
    private @Nullable Integer originalThroughput;

    @Column(name = "target_size_gib")
    private int targetSizeGib;

    @Enumerated(EnumType.STRING)
    @Column(name = "target_type")
    private VolumeType targetType;

    @Column(name = "target_iops")
    private @Nullable Integer targetIops;

    @Column(name = "target_throughput")
    private @Nullable Integer targetThroughput;

    private long generation;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    private @Nullable String failure;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected VolumeModificationEntity() {}

    @SuppressWarnings("NullAway.Init")
    VolumeModificationEntity(VolumeId volume) {
        this.volumeId = volume.value();
    }

    /** Begins anew. Nothing but another size takes time. */
    void begin(VolumeTraits original, VolumeTraits target, long ofGeneration, Instant now) {
        originalSizeGib = original.sizeGib();
        originalType = original.type();
        originalIops = original.performance().iops().orElse(null);
        originalThroughput = original.performance().throughput().orElse(null);
        targetSizeGib = target.sizeGib();
        targetType = target.type();
        targetIops = target.performance().iops().orElse(null);
        targetThroughput = target.performance().throughput().orElse(null);
        generation = ofGeneration;
        startedAt = now;
        endedAt = targetSizeGib == originalSizeGib ? now : null;
        failure = null;
    }

    void complete(Instant now) {
        endedAt = now;
    }

    void fail(String why, Instant now) {
        endedAt = now;
        failure = why.length() > FAILURE_LENGTH ? why.substring(0, FAILURE_LENGTH) : why;
    }

    /** Of which volume. */
    public VolumeId volume() {
        return new VolumeId(volumeId);
    }

    /** What the volume was like before. */
    public VolumeTraits original() {
        return new VolumeTraits(
                originalSizeGib,
                originalType,
                new Performance(Optional.ofNullable(originalIops), Optional.ofNullable(originalThroughput)));
    }

    /** What it is to be like. */
    public VolumeTraits target() {
        return new VolumeTraits(
                targetSizeGib,
                targetType,
                new Performance(Optional.ofNullable(targetIops), Optional.ofNullable(targetThroughput)));
    }

    /** Generation of the volume in which its storage controller is told of it. */
    long generation() {
        return generation;
    }

    /** When it was asked for. */
    public Instant startedAt() {
        return startedAt;
    }

    /** When it was over; empty while it is under way. */
    public Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    /** Why the volume is not what was asked for. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }
}
