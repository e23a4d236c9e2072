package io.jarrah.walrus.checksum;

import java.nio.ByteBuffer;

/** A checksum being computed. Not safe for threads. */
public interface Accumulator {
    /** Takes the remaining bytes; leaves the buffer's position where it was. */
    void update(ByteBuffer bytes);

    /** The raw value, big-endian for CRCs. To be called once, at the end. */
    byte[] value();
}
