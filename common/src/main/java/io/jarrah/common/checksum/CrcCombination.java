package io.jarrah.common.checksum;

/**
 * The CRC of two pieces together from the CRC of each and the length of the second, without their bytes.
 *
 * <p>A reflected CRC with equal initial value and final xor satisfies crc(A·B) = x^(8·|B|)·crc(A) + crc(B) in GF(2)[x] modulo its polynomial.
 */
final class CrcCombination {
    private final int width;
    private final long polynomial;

    /**
     * For one CRC.
     *
     * @param width bits, 32 or 64
     * @param polynomial reflected, in the low bits
     */
    CrcCombination(int width, long polynomial) {
        this.width = width;
        this.polynomial = polynomial;
    }

    long combine(long first, long second, long secondLength) {
        return multiply(powerOfX(secondLength), first) ^ second;
    }

    /** x^(8·bytes) by squaring. */
    private long powerOfX(long bytes) {
        long one = 1L << (width - 1);
        long result = one;
        long square = one >>> 8;
        for (long left = bytes; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                result = multiply(result, square);
            }
            square = multiply(square, square);
        }
        return result;
    }

    /** Product of two reflected polynomials: the highest bit is x^0. */
    private long multiply(long a, long b) {
        long product = 0;
        long shifted = b;
        for (int bit = width - 1; bit >= 0; bit--) {
            if (((a >>> bit) & 1) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ polynomial;
        }
        return product;
    }
}
