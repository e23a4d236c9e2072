package io.jarrah.common.contract;

import java.util.List;

/**
 * The volumes of an instance as its node sees them.
 *
 * @param generation of the {@link InstanceVolumes} that was taken up last; 0 when there was none
 * @param volumes those that the instance has or is about to; one that is neither here nor in what was taken up cannot be written to by its host any more
 */
public record AttachedVolumes(long generation, List<AttachedVolume> volumes) {
    /** Nothing was ever asked for. */
    public static final AttachedVolumes NONE = new AttachedVolumes(0, List.of());

    public AttachedVolumes {
        volumes = List.copyOf(volumes);
    }
}
