package io.jarrah.clc.volume;

/**
 * What an account may have at most of volumes and their snapshots.
 *
 * @param volumes how many volumes
 * @param gib how many GiB all volumes together
 * @param snapshots how many snapshots
 */
public record VolumeQuota(int volumes, int gib, int snapshots) {
    /** Where nobody says otherwise. */
    public static final VolumeQuota USUAL = new VolumeQuota(5_000, 102_400, 10_000);
}
