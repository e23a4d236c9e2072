package io.jarrah.walrus.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.walrus.checksum.ContentDigests;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BodyClaimsTest {
    private static final String HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String HELLO_CRC32 = "NhCmhg==";

    private static RequestHeaders headers(String... pairs) {
        RequestHeaders headers = new RequestHeaders();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.add(pairs[i], pairs[i + 1]);
        }
        return headers;
    }

    private static ContentDigests.Result hello(BodyClaims claims) {
        ContentDigests digests = new ContentDigests(true, claims.checksum());
        digests.update(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
        return digests.finish();
    }

    private static S3Error refusal(BodyClaims claims, Map<String, String> trailers) {
        try {
            claims.verify(hello(claims), trailers);
        } catch (S3Exception e) {
            return e.error();
        }
        throw new AssertionError("accepted");
    }

    @Test
    void whatIsTrueIsAccepted() {
        BodyClaims claims = BodyClaims.of(
                headers("Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==", "x-amz-checksum-crc32", HELLO_CRC32),
                5,
                Optional.of(HELLO_SHA256));
        assertThatCode(() -> claims.verify(hello(claims), Map.of())).doesNotThrowAnyException();
    }

    @Test
    void everyLieIsFound() {
        assertThat(refusal(BodyClaims.of(headers(), 6, Optional.empty()), Map.of()))
                .isEqualTo(S3Error.IncompleteBody);
        assertThat(refusal(BodyClaims.of(headers(), 5, Optional.of("0".repeat(64))), Map.of()))
                .isEqualTo(S3Error.XAmzContentSHA256Mismatch);
        assertThat(refusal(
                        BodyClaims.of(headers("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="), 5, Optional.empty()),
                        Map.of()))
                .isEqualTo(S3Error.BadDigest);
        assertThat(refusal(BodyClaims.of(headers("x-amz-checksum-crc32", "AAAAAA=="), 5, Optional.empty()), Map.of()))
                .isEqualTo(S3Error.BadDigest);
    }

    @Test
    void anAnnouncedTrailerMustComeAndBeTrue() {
        BodyClaims claims = BodyClaims.of(headers("x-amz-trailer", "x-amz-checksum-crc32"), 5, Optional.empty());
        assertThat(claims.checksum()).contains(ChecksumAlgorithm.CRC32);
        assertThatCode(() -> claims.verify(hello(claims), Map.of("x-amz-checksum-crc32", HELLO_CRC32)))
                .doesNotThrowAnyException();
        assertThat(refusal(claims, Map.of())).isEqualTo(S3Error.MalformedTrailerError);
        assertThat(refusal(claims, Map.of("x-amz-checksum-crc32", "AAAAAA=="))).isEqualTo(S3Error.BadDigest);
    }

    @Test
    void contradictionsAndNonsenseAreRefusedBeforeTheBody() {
        assertThat(refused("x-amz-checksum-crc32", HELLO_CRC32, "x-amz-checksum-sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="))
                .isEqualTo(S3Error.InvalidRequest);
        assertThat(refused("x-amz-checksum-crc32", "short")).isEqualTo(S3Error.InvalidRequest);
        assertThat(refused("x-amz-sdk-checksum-algorithm", "ADLER")).isEqualTo(S3Error.InvalidRequest);
        assertThat(refused("x-amz-trailer", "x-something")).isEqualTo(S3Error.InvalidRequest);
        assertThat(refused("content-md5", "no base64!")).isEqualTo(S3Error.InvalidDigest);
    }

    private static S3Error refused(String... pairs) {
        try {
            BodyClaims.of(headers(pairs), 5, Optional.empty());
        } catch (S3Exception e) {
            return e.error();
        }
        throw new AssertionError("accepted");
    }
}
