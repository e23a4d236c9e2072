package io.jarrah.walrus.checksum;

/**
 * The CRC of two byte strings together from their CRCs and the second one's length, by multiplication of polynomials
 * over GF(2) (the method of zlib's crc32_combine).
 */
final class CrcCombiner {
    private final long polynomial;
    private final int bits;

    private CrcCombiner(long polynomial, int bits) {
        this.polynomial = polynomial;
        this.bits = bits;
    }

    static CrcCombiner of(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC32 -> new CrcCombiner(0xEDB88320L, 32);
            case CRC32C -> new CrcCombiner(0x82F63B78L, 32);
            case CRC64NVME -> new CrcCombiner(Crc64Nvme.REFLECTED_POLYNOMIAL, 64);
            case SHA1, SHA256 -> throw new IllegalArgumentException(algorithm + " cannot be combined over parts");
        };
    }

    /** CRC of first || second. */
    long combine(long first, long second, long secondLength) {
        return multiply(powerOfX(secondLength * Byte.SIZE), first) ^ second;
    }

    /** a * b mod polynomial, lowest power in the highest bit. */
    private long multiply(long a, long b) {
        long product = 0;
        long factor = b;
        for (long mask = 1L << (bits - 1); mask != 0; mask >>>= 1) {
            if ((a & mask) != 0) {
                product ^= factor;
            }
            factor = (factor & 1) == 0 ? factor >>> 1 : (factor >>> 1) ^ polynomial;
        }
        return product;
    }

    /** x^n mod polynomial by squaring. */
    private long powerOfX(long n) {
        long result = 1L << (bits - 1);
        long square = 1L << (bits - 2);
        for (long left = n; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                result = multiply(result, square);
            }
            square = multiply(square, square);
        }
        return result;
    }
}
