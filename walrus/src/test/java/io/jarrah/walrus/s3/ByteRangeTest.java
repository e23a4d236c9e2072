package io.jarrah.walrus.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-9, 0, 10",
        "bytes=0-0, 0, 1",
        "bytes=90-, 90, 10",
        "bytes=90-1000, 90, 10",
        "bytes=-1, 99, 1",
        "bytes=-1000, 0, 100",
        "Bytes = 5 - 6, 5, 2",
        "bytes=0-999999999999999999, 0, 100"
    })
    void rangesOfAHundredBytes(String header, long offset, long length) {
        assertThat(ByteRange.parse(header, 100)).contains(new ByteRange(offset, length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=0-1,3-4",
                "items=0-1",
                "bytes=9-1",
                "",
                "bytes=0-99999999999999999999"
            })
    void whatIsNoSingleRangeIsPassedOver(String header) {
        assertThat(ByteRange.parse(header, 100)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bytes=100-, 100", "bytes=100-200, 100", "bytes=-0, 100", "bytes=0-, 0", "bytes=-5, 0"})
    void aRangeWithoutAByteIsRefused(String header, long size) {
        assertThatThrownBy(() -> ByteRange.parse(header, size)).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.error()).isEqualTo(S3Error.InvalidRange);
            assertThat(e.details()).containsEntry("ActualObjectSize", Long.toString(size));
        });
    }

    @Test
    void contentRange() {
        assertThat(new ByteRange(5, 3).contentRange(10)).isEqualTo("bytes 5-7/10");
    }
}
