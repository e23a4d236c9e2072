package io.jarrah.clc.volume.reconcile;

import io.jarrah.clc.reconcile.Told;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.id.VolumeId;
import java.util.Map;

/**
 * What is known of a storage controller at one moment. What it acknowledged is in memory only: whoever does not remember tells again, which does no harm.
 *
 * @param epoch of its answers; empty when it was not heard since this process started
 * @param volumes all it has on its books
 * @param applied specs that it acknowledged since it came up
 * @param deleted ends that it acknowledged since it came up
 */
public record KnownStorage(
        String epoch,
        Map<VolumeId, ObservedVolume> volumes,
        Map<VolumeId, Told.Message> applied,
        Map<VolumeId, Told.Message> deleted) {
    /** One that was not heard yet. */
    public static final KnownStorage SILENT = new KnownStorage("", Map.of(), Map.of(), Map.of());

    public KnownStorage {
        volumes = Map.copyOf(volumes);
        applied = Map.copyOf(applied);
        deleted = Map.copyOf(deleted);
    }

    /** Whether it was heard since this process started; nothing is concluded from silence before. */
    public boolean synced() {
        return !epoch.isEmpty();
    }
}
