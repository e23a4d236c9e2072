package io.jarrah.common.checksum;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/**
 * CRC-64/NVME (NVM Express specification; S3's default checksum): polynomial ad93d23594c93659, reflected, all ones before and after, check
 * value ae8b14860a799888. Eight bytes a step.
 */
public final class Crc64Nvme implements Checksum {
    static final long REFLECTED_POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final long[][] TABLES = tables();
    private long crc = -1;

    /** A checksum of nothing so far. */
    public Crc64Nvme() {}

    @Override
    public void update(int b) {
        crc = TABLES[0][(int) (crc ^ b) & 0xFF] ^ (crc >>> 8);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        update(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void update(ByteBuffer bytes) {
        ByteOrder order = bytes.order();
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        long state = crc;
        while (bytes.remaining() >= Long.BYTES) {
            state ^= bytes.getLong();
            state = TABLES[7][(int) state & 0xFF]
                    ^ TABLES[6][(int) (state >>> 8) & 0xFF]
                    ^ TABLES[5][(int) (state >>> 16) & 0xFF]
                    ^ TABLES[4][(int) (state >>> 24) & 0xFF]
                    ^ TABLES[3][(int) (state >>> 32) & 0xFF]
                    ^ TABLES[2][(int) (state >>> 40) & 0xFF]
                    ^ TABLES[1][(int) (state >>> 48) & 0xFF]
                    ^ TABLES[0][(int) (state >>> 56)];
        }
        crc = state;
        while (bytes.hasRemaining()) {
            update(bytes.get());
        }
        bytes.order(order);
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = -1;
    }

    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int i = 0; i < 256; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ REFLECTED_POLYNOMIAL;
            }
            tables[0][i] = value;
        }
        for (int i = 0; i < 256; i++) {
            for (int table = 1; table < 8; table++) {
                long previous = tables[table - 1][i];
                tables[table][i] = tables[0][(int) previous & 0xFF] ^ (previous >>> 8);
            }
        }
        return tables;
    }
}
