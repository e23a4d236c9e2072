package io.jarrah.walrus.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.walrus.error.S3Exception;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlEncodingTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "a b+c%d", "ünï/日本", "..", "\u0001", "😀"})
    void decodesWhatItEncodes(String text) {
        assertThat(UrlEncoding.decodePath(UrlEncoding.encode(text))).isEqualTo(text);
    }

    @Test
    void aPlusSignStaysOneAndASpaceIsNeverOne() {
        assertThat(UrlEncoding.decodePath("a+b")).isEqualTo("a+b");
        assertThat(UrlEncoding.encode("a b")).isEqualTo("a%20b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "%ff", "a%c3"})
    void malformedPathsAreRefused(String raw) {
        assertThatThrownBy(() -> UrlEncoding.decodePath(raw)).isInstanceOf(S3Exception.class);
    }
}
