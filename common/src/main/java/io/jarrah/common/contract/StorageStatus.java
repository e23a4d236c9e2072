package io.jarrah.common.contract;

/**
 * What a storage controller says of itself.
 *
 * @param health OK or IMPAIRED
 * @param message why it is not OK; empty when it is
 * @param totalGib GiB
 * @param usedGib GiB
 */
public record StorageStatus(Health health, String message, long totalGib, long usedGib) {}
