package io.jarrah.common.checksum;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/** A checksum in the making. Not thread-safe. */
public final class StreamingChecksum {
    private final ChecksumAlgorithm algorithm;
    private final @Nullable Checksum crc;
    private final @Nullable MessageDigest digest;

    StreamingChecksum(ChecksumAlgorithm algorithm) {
        this.algorithm = algorithm;
        this.crc = switch (algorithm) {
            case CRC32 -> new CRC32();
            case CRC32C -> new CRC32C();
            case CRC64NVME -> new Crc64Nvme();
            case SHA1, SHA256, SHA512, MD5 -> null;
        };
        this.digest = switch (algorithm) {
            case CRC32, CRC32C, CRC64NVME -> null;
            case SHA1 -> digest("SHA-1");
            case SHA256 -> digest("SHA-256");
            case SHA512 -> digest("SHA-512");
            case MD5 -> digest("MD5");
        };
    }

    /** Adds all remaining bytes; they are then consumed. */
    public StreamingChecksum update(ByteBuffer bytes) {
        if (crc != null) {
            crc.update(bytes);
        } else if (digest != null) {
            digest.update(bytes);
        }
        return this;
    }

    /** Adds bytes. */
    public StreamingChecksum update(byte[] bytes) {
        return update(ByteBuffer.wrap(bytes));
    }

    /** The value of all bytes added; the checksum then begins anew. */
    public ChecksumValue finish() {
        if (digest != null) {
            return new ChecksumValue(algorithm, digest.digest());
        }
        long value = crc == null ? 0 : crc.getValue();
        if (crc != null) {
            crc.reset();
        }
        return new ChecksumValue(algorithm, toBytes(value, algorithm.length()));
    }

    static byte[] toBytes(long value, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (value >>> (8 * (length - 1 - i)));
        }
        return bytes;
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }
}
