package io.jarrah.common.contract;

import io.jarrah.common.id.InstanceId;
import java.util.List;

/**
 * All the volumes an instance is to have, beside its root disk: what is missing is attached, and what is not among them is detached.
 *
 * @param instance the instance
 * @param generation grows with every change; a lower one than known is ignored
 * @param volumes in no order, each volume once
 */
public record InstanceVolumes(InstanceId instance, long generation, List<VolumeConnection> volumes) {
    public InstanceVolumes {
        volumes = List.copyOf(volumes);
        if (volumes.stream().map(VolumeConnection::volume).distinct().count() < volumes.size()) {
            throw new IllegalArgumentException("instance " + instance + " is to have a volume twice");
        }
    }
}
