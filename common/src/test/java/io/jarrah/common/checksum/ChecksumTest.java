package io.jarrah.common.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksumTest {
    @ParameterizedTest
    @CsvSource({
        "CRC32,cbf43926",
        "CRC32C,e3069283",
        "CRC64NVME,ae8b14860a799888",
        "SHA1,f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "SHA256,15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
        "MD5,25f9e794323b453885f5181f1b624d0b"
    })
    void publishedCheckValues(ChecksumAlgorithm algorithm, String hex) {
        assertThat(algorithm.start().update(bytes("123456789")).finish().hex()).isEqualTo(hex);
    }

    @ParameterizedTest
    @EnumSource(ChecksumAlgorithm.class)
    void piecesAndDirectBuffersGiveTheSame(ChecksumAlgorithm algorithm) {
        byte[] data = random(10_007);
        ChecksumValue whole = algorithm.start().update(data).finish();
        StreamingChecksum checksum = algorithm.start();
        ByteBuffer direct = ByteBuffer.allocateDirect(data.length).put(data).flip();
        Random random = new Random(3);
        while (direct.hasRemaining()) {
            int length = Math.min(direct.remaining(), random.nextInt(40));
            ByteBuffer slice = direct.slice(direct.position(), length);
            checksum.update(slice);
            assertThat(slice.hasRemaining()).isFalse();
            direct.position(direct.position() + length);
        }
        assertThat(checksum.finish()).isEqualTo(whole);
        assertThat(ChecksumValue.parse(algorithm, whole.base64())).contains(whole);
        assertThat(checksum.update(data).finish()).as("used again").isEqualTo(whole);
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32C", "CRC64NVME"})
    void theCrcOfAnObjectFollowsFromItsParts(ChecksumAlgorithm algorithm) {
        byte[] data = random(5000);
        List<MultipartChecksum.Part> parts = new ArrayList<>();
        for (int[] range : new int[][] {{0, 1000}, {1000, 1001}, {1001, 1001}, {1001, 5000}}) {
            byte[] piece = java.util.Arrays.copyOfRange(data, range[0], range[1]);
            parts.add(new MultipartChecksum.Part(algorithm.start().update(piece).finish(), piece.length));
        }
        assertThat(MultipartChecksum.fullObject(parts))
                .isEqualTo(algorithm.start().update(data).finish());
        assertThat(algorithm.isCombinable()).isTrue();
    }

    @Test
    void aCompositeIsTheChecksumOfChecksums() {
        ChecksumValue a = ChecksumAlgorithm.SHA256.start().update(bytes("a")).finish();
        ChecksumValue b = ChecksumAlgorithm.SHA256.start().update(bytes("b")).finish();
        assertThat(MultipartChecksum.composite(List.of(a, b)))
                .isEqualTo(ChecksumAlgorithm.SHA256
                                .start()
                                .update(a.bytes())
                                .update(b.bytes())
                                .finish()
                                .base64()
                        + "-2");
        assertThatThrownBy(() -> MultipartChecksum.fullObject(List.of(new MultipartChecksum.Part(a, 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MultipartChecksum.composite(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void headersNameTheAlgorithm() {
        assertThat(ChecksumAlgorithm.ofHeader("X-Amz-Checksum-Crc64nvme")).contains(ChecksumAlgorithm.CRC64NVME);
        assertThat(ChecksumAlgorithm.ofHeader("x-amz-checksum-type")).isEmpty();
        assertThat(ChecksumAlgorithm.ofName("crc32c")).contains(ChecksumAlgorithm.CRC32C);
        assertThat(ChecksumValue.parse(ChecksumAlgorithm.CRC32, "AAAA")).isEmpty();
        assertThat(ChecksumValue.parse(ChecksumAlgorithm.CRC32, "?")).isEmpty();
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(7).nextBytes(data);
        return data;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
