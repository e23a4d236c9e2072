package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.storage.reconcile.Reading;
import io.jarrah.clc.storage.reconcile.StorageListener;
import io.jarrah.clc.storage.reconcile.StorageViews;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.VolumeId;
import java.time.Duration;
import java.util.function.Consumer;

/** Hears what storage controllers say of volumes. */
public final class VolumeListener implements StorageListener {
    /** How their reports are read. */
    public static final Reading<VolumeId, ObservedVolume> READING = new Reading<>(
            ObservedVolume::id,
            ObservedVolume::generation,
            report -> report.phase() == VolumePhase.DELETED,
            report -> report.phase() == VolumePhase.FAILED);

    private final VolumeObservations observations;
    private final StorageViews<VolumeId, ObservedVolume> views;
    private final Consumer<ClusterName> storage;

    /** @param storage makes the zone's volumes be looked at */
    public VolumeListener(
            VolumeObservations observations,
            StorageViews<VolumeId, ObservedVolume> views,
            Consumer<ClusterName> storage) {
        this.observations = observations;
        this.views = views;
        this.storage = storage;
    }

    @Override
    public String subject() {
        return "volumes";
    }

    @Override
    public Revision listen(ClusterName zone, StorageService service, Revision since, Duration wait) {
        Changes<ObservedVolume> changes = service.describeVolumes(Correlation.random(), since, wait);
        observations.volumes(zone, changes);
        views.of(zone).accept(changes);
        if (!changes.items().isEmpty() || changes.complete()) {
            storage.accept(zone);
        }
        return changes.revision();
    }
}
