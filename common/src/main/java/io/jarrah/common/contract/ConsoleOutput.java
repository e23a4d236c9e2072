package io.jarrah.common.contract;

import java.time.Instant;

/**
 * The end of a serial console.
 *
 * @param timestamp when it was last written
 * @param tail the last 64 KiB at most, as the guest wrote it
 */
public record ConsoleOutput(Instant timestamp, byte[] tail) {}
