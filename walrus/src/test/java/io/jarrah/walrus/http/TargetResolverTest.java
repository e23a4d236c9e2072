package io.jarrah.walrus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Target;
import io.jarrah.walrus.store.ObjectKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetResolverTest {
    private static Target path(String path) {
        return new TargetResolver("").resolve(path, "host:8780").target();
    }

    @ParameterizedTest
    @CsvSource({
        "/, , ",
        "/b, b, ",
        "/b/, b, ",
        "/b/k, b, k",
        "/b//k, b, /k",
        "/b/a%2Fb, b, a/b",
        "/b/a/../b, b, a/../b",
        "/b/x+y%20z, b, x+y z",
        "/services/Walrus, , ",
        "/services/Walrus/, , ",
        "/services/Walrus/b/k, b, k",
        "/services/objectstorage/b/k/, b, k/",
        "/servicesx/k, servicesx, k"
    })
    void pathStyle(String path, String bucket, String key) {
        assertThat(path(path))
                .isEqualTo(new Target(
                        Optional.ofNullable(bucket), Optional.ofNullable(key).map(ObjectKey::new)));
    }

    @Test
    void virtualHostStyleNeedsADomain() {
        TargetResolver resolver = new TargetResolver("s3.cloud");
        TargetResolver.Resolved resolved = resolver.resolve("/dir/k", "My.Bucket.S3.cloud:8780");
        assertThat(resolved.target())
                .isEqualTo(new Target(Optional.of("my.bucket"), Optional.of(new ObjectKey("dir/k"))));
        assertThat(resolved.virtualHostBucket()).contains("my.bucket");
        assertThat(resolver.resolve("/b/k", "s3.cloud").virtualHostBucket()).isEmpty();
        assertThat(resolver.resolve("/b/k", "other.host").target().bucket()).contains("b");
        assertThat(new TargetResolver("").resolve("/b/k", "x.s3.cloud").target().bucket())
                .contains("b");
    }

    @Test
    void s3ControlAndNonsenseAreRefused() {
        assertThatThrownBy(() -> path("/v20180820/tags/arn")).isInstanceOf(S3Exception.class);
        assertThatThrownBy(() -> path("//k")).isInstanceOf(S3Exception.class);
        assertThatThrownBy(() -> path("/b/%ff")).isInstanceOf(S3Exception.class);
        assertThatThrownBy(() -> path("*")).isInstanceOf(S3Exception.class);
    }
}
