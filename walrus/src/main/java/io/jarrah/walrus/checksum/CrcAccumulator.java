package io.jarrah.walrus.checksum;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Checksum;

/** A CRC of 4 or 8 bytes. */
final class CrcAccumulator implements Accumulator {
    private final Checksum crc;
    private final int bytes;

    CrcAccumulator(Checksum crc, int bytes) {
        this.crc = crc;
        this.bytes = bytes;
    }

    @Override
    public void update(ByteBuffer data) {
        crc.update(data.duplicate());
    }

    @Override
    public byte[] value() {
        byte[] eight = ByteBuffer.allocate(Long.BYTES).putLong(crc.getValue()).array();
        return Arrays.copyOfRange(eight, Long.BYTES - bytes, Long.BYTES);
    }
}
