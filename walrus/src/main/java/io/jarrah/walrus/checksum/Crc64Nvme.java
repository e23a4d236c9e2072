package io.jarrah.walrus.checksum;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/**
 * CRC-64/NVME (polynomial 0xAD93D23594C93659, reflected, all ones in and out; NVM Express Base Specification 2.0,
 * 5.2.1.3.4). Eight bytes a step.
 */
final class Crc64Nvme implements Checksum {
    /** The polynomial, lowest power in the highest bit. */
    static final long REFLECTED_POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final int SLICES = 8;
    private static final long[][] TABLES = tables();

    private long register = -1L;

    private static long[][] tables() {
        long[][] tables = new long[SLICES][256];
        for (int value = 0; value < 256; value++) {
            long crc = value;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ REFLECTED_POLYNOMIAL;
            }
            tables[0][value] = crc;
        }
        for (int slice = 1; slice < SLICES; slice++) {
            for (int value = 0; value < 256; value++) {
                long before = tables[slice - 1][value];
                tables[slice][value] = (before >>> 8) ^ tables[0][(int) (before & 0xff)];
            }
        }
        return tables;
    }

    @Override
    public void update(int oneByte) {
        register = (register >>> 8) ^ TABLES[0][(int) ((register ^ oneByte) & 0xff)];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        update(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void update(ByteBuffer bytes) {
        ByteBuffer data = bytes.order(ByteOrder.LITTLE_ENDIAN);
        long crc = register;
        while (data.remaining() >= Long.BYTES) {
            long word = crc ^ data.getLong();
            crc = TABLES[7][(int) (word & 0xff)]
                    ^ TABLES[6][(int) ((word >>> 8) & 0xff)]
                    ^ TABLES[5][(int) ((word >>> 16) & 0xff)]
                    ^ TABLES[4][(int) ((word >>> 24) & 0xff)]
                    ^ TABLES[3][(int) ((word >>> 32) & 0xff)]
                    ^ TABLES[2][(int) ((word >>> 40) & 0xff)]
                    ^ TABLES[1][(int) ((word >>> 48) & 0xff)]
                    ^ TABLES[0][(int) (word >>> 56)];
        }
        register = crc;
        while (data.hasRemaining()) {
            update(data.get());
        }
    }

    @Override
    public long getValue() {
        return ~register;
    }

    @Override
    public void reset() {
        register = -1L;
    }
}
