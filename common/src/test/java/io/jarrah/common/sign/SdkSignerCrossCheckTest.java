package io.jarrah.common.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** What the AWS SDK signs we verify, in every mode, and nothing that was changed on the way. */
class SdkSignerCrossCheckTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:20:30Z");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
    private static final String SECRET = "a secret/with+signs";
    private static final String LETTERS = "aZ09-._~ /+%&=?#!$'()*,:;@[]\"<>^`{|}\\é中😀";
    private final Random random = new Random(42);

    enum Mode {
        PAYLOAD_SIGNED(true, false, false),
        PAYLOAD_UNSIGNED(false, false, false),
        CHUNKS_SIGNED(true, true, false),
        CHUNKS_SIGNED_TRAILER(true, true, true),
        UNSIGNED_TRAILER(false, true, true);

        private final boolean signed;
        private final boolean chunked;
        private final boolean trailer;

        Mode(boolean signed, boolean chunked, boolean trailer) {
            this.signed = signed;
            this.chunked = chunked;
            this.trailer = trailer;
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void s3InTheHeader(Mode mode) throws IOException {
        S3Authentication authentication = s3(AT.plusSeconds(100));
        byte[] key = SigV4Keys.derive(SECRET, DAY, "eu-x-1", "s3");
        for (int round = 0; round < 20; round++) {
            byte[] payload = new byte[random.nextInt(3) * 131072 + random.nextInt(1000)];
            random.nextBytes(payload);
            SignedRequest signed = sign(request(true), payload, "s3", properties -> properties
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, mode.signed)
                    .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, mode.chunked)
                    .putProperty(
                            AwsV4HttpSigner.CHECKSUM_ALGORITHM, mode.trailer ? DefaultChecksumAlgorithm.CRC32 : null));
            HttpRequestView view = view(signed.request());
            SigV4Signature signature = (SigV4Signature)
                    authentication.parse(view, Optional.empty()).orElseThrow();
            authentication.verify(view, signature, key);
            assertThat(signature.payload().kind().isChunked()).isEqualTo(mode.chunked);
            if (mode.chunked) {
                checkBody(mode, view, signature, key, body(signed), payload);
            }
            refuseChanges(view, changed -> authentication.verify(changed, signature, key));
        }
    }

    private void checkBody(
            Mode mode, HttpRequestView view, SigV4Signature signature, byte[] key, byte[] body, byte[] payload) {
        Set<String> announced = mode.trailer ? Set.of("x-amz-checksum-crc32") : Set.of();
        long length = Long.parseLong(view.header("x-amz-decoded-content-length").orElseThrow());
        AwsChunkedDecoder decoder = AwsChunkedDecoder.of(signature, key, length, announced);
        assertThat(decode(decoder, body)).isEqualTo(payload);
        if (mode.trailer) {
            assertThat(view.header("x-amz-trailer")).contains("x-amz-checksum-crc32");
            assertThat(decoder.trailers())
                    .containsEntry(
                            "x-amz-checksum-crc32",
                            ChecksumAlgorithm.CRC32
                                    .start()
                                    .update(payload)
                                    .finish()
                                    .base64());
        }
        for (int i = 0; i < 10 && mode.signed; i++) {
            byte[] changed = body.clone();
            int at = random.nextInt(body.length - 4);
            // A changed carriage return may still be white space, and changes nothing then.
            changed[at] ^= (byte) (body[at] == '\r' ? 0x40 : 1 << random.nextInt(5));
            assertThatThrownBy(() -> decode(AwsChunkedDecoder.of(signature, key, length, announced), changed))
                    .isInstanceOf(SignatureRejectedException.class);
        }
        byte[] cut = java.util.Arrays.copyOf(body, random.nextInt(body.length - 4));
        assertThatThrownBy(() -> decode(AwsChunkedDecoder.of(signature, key, length, announced), cut))
                .isInstanceOf(SignatureRejectedException.class);
    }

    @Test
    void s3InTheQueryString() {
        byte[] key = SigV4Keys.derive(SECRET, DAY, "eu-x-1", "s3");
        for (int round = 0; round < 50; round++) {
            SdkHttpRequest presigned = sign(request(true), new byte[0], "s3", properties -> properties
                            .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                            .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                            .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                            .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                            .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5)))
                    .request();
            HttpRequestView view = view(presigned);
            S3Authentication authentication = s3(AT.plusSeconds(300));
            SigV4Signature signature = (SigV4Signature)
                    authentication.parse(view, Optional.empty()).orElseThrow();
            authentication.verify(view, signature, key);
            refuseChanges(view, changed -> authentication.verify(changed, signature, key));
            assertThatThrownBy(() -> s3(AT.plusSeconds(301)).parse(view, Optional.empty()))
                    .hasMessage("Request has expired");
        }
    }

    @Test
    void otherServices() {
        byte[] key = SigV4Keys.derive(SECRET, DAY, "eu-x-1", "ec2");
        for (int round = 0; round < 50; round++) {
            byte[] body = ("Action=DescribeInstances&Round=" + round).getBytes(StandardCharsets.UTF_8);
            HttpRequestView view =
                    view(sign(request(false), body, "ec2", properties -> {}).request());
            QueryAuthentication authentication =
                    new QueryAuthentication(SigningProfile.of("ec2"), InstantSource.fixed(AT));
            SigV4Signature signature = (SigV4Signature) authentication.parse(view, Map.of());
            authentication.verify(view, signature, key, body);
            assertThatThrownBy(() -> authentication.verify(view, signature, key, new byte[] {1}))
                    .isInstanceOf(SignatureRejectedException.class);
            refuseChanges(view, changed -> authentication.verify(changed, signature, key, body));
        }
    }

    @Test
    void weSignAsTheSdkDoes() {
        for (int round = 0; round < 30; round++) {
            SdkHttpRequest plain = request(true);
            SdkHttpRequest theirs = sign(plain, new byte[0], "s3", properties -> properties
                            .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                            .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                    .request();
            HttpRequestView view = view(plain).plus(Map.of("Host", "h.example:8780"));
            Map<String, String> ours = new SigV4Signer(AwsCredentials.of("AKID", SECRET), "eu-x-1", "s3")
                    .sign(view, SigV4Keys.EMPTY_SHA256, AT);
            assertThat(ours.get("Authorization"))
                    .isEqualTo(theirs.firstMatchingHeader("Authorization").orElseThrow());
        }
    }

    private void refuseChanges(HttpRequestView good, Consumer<HttpRequestView> verify) {
        HttpRequestView method = new HttpRequestView("PATCH", good.rawPath(), good.rawQuery(), good.headers());
        HttpRequestView path =
                new HttpRequestView(good.method(), good.rawPath() + "x", good.rawQuery(), good.headers());
        HttpRequestView query =
                new HttpRequestView(good.method(), good.rawPath(), good.rawQuery() + "&x", good.headers());
        HttpRequestView header = good.plus(Map.of("host", "other.example"));
        for (HttpRequestView changed : List.of(method, path, query, header)) {
            assertThatThrownBy(() -> verify.accept(changed)).isInstanceOf(SignatureRejectedException.class);
        }
    }

    private static S3Authentication s3(Instant now) {
        return new S3Authentication(SigningProfile.ofS3().inRegion("eu-x-1"), InstantSource.fixed(now));
    }

    private SdkHttpRequest request(boolean s3) {
        SdkHttpRequest.Builder builder = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .protocol("https")
                .host("h.example")
                .port(8780)
                .encodedPath("/" + SdkHttpUtils.urlEncodeIgnoreSlashes((s3 ? "" : "services/") + text()))
                .putHeader("X-Amz-Meta-A", " a  b ")
                .putHeader("Content-Type", "text/plain");
        for (int i = random.nextInt(4); i > 0; i--) {
            builder.putRawQueryParameter("q" + text(), List.of(text(), text()));
        }
        return builder.build();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int[] letters = LETTERS.codePoints().toArray();
        for (int i = random.nextInt(10); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static SignedRequest sign(
            SdkHttpRequest request,
            byte[] payload,
            String service,
            Consumer<SignRequest.Builder<AwsCredentialsIdentity>> properties) {
        return AwsV4HttpSigner.create().sign(builder -> {
            builder.identity(AwsCredentialsIdentity.create("AKID", SECRET))
                    .request(request)
                    .payload((ContentStreamProvider) () -> new ByteArrayInputStream(payload))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-x-1")
                    .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(AT, ZoneOffset.UTC));
            properties.accept(builder);
        });
    }

    private static HttpRequestView view(SdkHttpRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>(new TreeMap<>(request.headers()));
        return new HttpRequestView(
                request.method().name(),
                request.encodedPath(),
                request.encodedQueryParameters().orElse(""),
                headers);
    }

    private static byte[] body(SignedRequest signed) throws IOException {
        try (InputStream stream = signed.payload().orElseThrow().newStream()) {
            return stream.readAllBytes();
        }
    }

    private byte[] decode(AwsChunkedDecoder decoder, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length) {
            int length = Math.min(body.length - at, 1 + random.nextInt(random.nextBoolean() ? 5 : 70_000));
            decoder.decode(ByteBuffer.wrap(body, at, length), slice -> {
                byte[] piece = new byte[slice.remaining()];
                slice.get(piece);
                out.writeBytes(piece);
            });
            at += length;
        }
        decoder.end();
        return out.toByteArray();
    }
}
