package io.jarrah.walrus.bucket;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.walrus.error.S3Exception;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "my-bucket",
                "my.bucket.1",
                "123",
                "a23456789012345678901234567890123456789012345678901234567890123"
            })
    void allowed(String name) {
        assertThatCode(() -> BucketNames.require(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab",
                "Abc",
                "a_b",
                "-abc",
                "abc-",
                ".abc",
                "a..b",
                "10.0.0.1",
                "xn--abc",
                "services",
                "v20180820",
                "",
                "a/b",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void refused(String name) {
        assertThatThrownBy(() -> BucketNames.require(name)).isInstanceOf(S3Exception.class);
    }
}
