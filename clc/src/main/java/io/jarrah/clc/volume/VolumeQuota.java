package io.jarrah.clc.volume;

/**
 * What an account may have at most.
 *
 * @param volumes how many volumes
 * @param gib how many GiB together
 */
public record VolumeQuota(int volumes, int gib) {
    /** Where nobody says otherwise. */
    public static final VolumeQuota USUAL = new VolumeQuota(5_000, 102_400);
}
