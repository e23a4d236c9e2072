package io.jarrah.common.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before and at verification, and why. */
class SigV4VerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:30Z");
    private static final AwsCredentials CREDENTIALS = AwsCredentials.of("AKID", "secret");
    private final S3Authentication s3 =
            new S3Authentication(SigningProfile.ofS3().inRegion("r1"), InstantSource.fixed(NOW));

    @ParameterizedTest
    @CsvSource({"-901,SKEWED", "901,SKEWED", "-86400,SKEWED"})
    void clocksMayBeFifteenMinutesApart(long seconds, SignatureFailure expected) {
        SignatureRejectedException e = rejection(signed(NOW.plusSeconds(seconds), "r1"));
        assertThat(e.failure()).isEqualTo(expected);
        assertThat(e.details()).containsEntry("MaxAllowedSkewMilliseconds", "900000");
        assertThat(rejection(signed(NOW.plusSeconds(900), "r1"))).isNull();
        assertThat(rejection(signed(NOW.minusSeconds(900), "r1"))).isNull();
    }

    @Test
    void theScopeMustFit() {
        SignatureRejectedException region = rejection(signed(NOW, "r2"));
        assertThat(region.failure()).isEqualTo(SignatureFailure.WRONG_SCOPE);
        assertThat(region.failure().s3Code()).isEqualTo("AuthorizationHeaderMalformed");
        assertThat(region.details()).containsEntry("Region", "r1");
        assertThat(rejection(edit(signed(NOW, "r1"), "/s3/", "/ec2/")).failure())
                .isEqualTo(SignatureFailure.WRONG_SCOPE);
        assertThat(rejection(edit(signed(NOW, "r1"), "20261121/", "20261120/")).failure())
                .isEqualTo(SignatureFailure.WRONG_SCOPE);
    }

    @ParameterizedTest
    @CsvSource({
        "Credential=,Credentia=,MALFORMED_HEADER",
        "AKID/,AKID,MALFORMED_HEADER",
        "AKID/,AKID/x/,MALFORMED_HEADER",
        "AKID/2026,AKID/20x6,MALFORMED_HEADER",
        "aws4_request,aws5_request,MALFORMED_HEADER",
        "SignedHeaders=host,SignedHeaders=HOST,MALFORMED_HEADER",
        "SignedHeaders=host,SignedHeaders=host;host,MALFORMED_HEADER",
        "SignedHeaders=host;,SignedHeaders=,UNSIGNED_HEADERS",
        "x-amz-date,x-amz-dat,UNSIGNED_HEADERS",
        "Signature=,Signature=0,MALFORMED_HEADER",
        "'Signature=','Signature=a, Signature=',MALFORMED_HEADER",
        "AWS4-HMAC-SHA256,AWS4-ECDSA-P256-SHA256,UNSUPPORTED",
        "'AWS4-HMAC-SHA256 ',AWS4-HMAC-SHA256,UNSUPPORTED"
    })
    void headersThatCannotBeRead(String find, String replace, SignatureFailure expected) {
        assertThat(rejection(edit(signed(NOW, "r1"), find, replace)).failure()).isEqualTo(expected);
    }

    @Test
    void headersAddedOnTheWayAreRefused() {
        SignatureRejectedException e = rejection(signed(NOW, "r1").plus(Map.of("x-amz-acl", "public-read")));
        assertThat(e.failure()).isEqualTo(SignatureFailure.UNSIGNED_HEADERS);
        assertThat(e.failure().s3Code()).isEqualTo("AccessDenied");
        assertThat(e.details()).containsEntry("HeadersNotSigned", "x-amz-acl");
    }

    @Test
    void doubledHeadersAreRefused() {
        HttpRequestView good = signed(NOW, "r1");
        for (String name : List.of("authorization", "host", "x-amz-date", "x-amz-content-sha256")) {
            Map<String, List<String>> headers = new LinkedHashMap<>(good.headers());
            headers.computeIfPresent(name, (n, values) -> List.of(values.getFirst(), values.getFirst()));
            assertThat(rejection(new HttpRequestView("GET", "/b/k", "", headers)))
                    .as(name)
                    .isNotNull();
        }
    }

    @Test
    void theDateAndThePayloadHashMustBeThere() {
        assertThat(rejection(without("x-amz-date")).failure()).isEqualTo(SignatureFailure.MISSING_DATE);
        assertThat(rejection(without("x-amz-content-sha256")).failure())
                .isEqualTo(SignatureFailure.MISSING_PAYLOAD_HASH);
        assertThat(rejection(signed(NOW, "r1")
                                .plus(Map.of("x-amz-content-sha256", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD")))
                        .failure())
                .isEqualTo(SignatureFailure.INVALID_PAYLOAD_HASH);
        assertThat(rejection(signed(NOW, "r1").plus(Map.of("x-amz-date", "tomorrow")))
                        .failure())
                .isEqualTo(SignatureFailure.MISSING_DATE);
    }

    @Test
    void aMismatchTellsTheClientWhatWasExpectedOfIt() {
        HttpRequestView request = signed(NOW, "r1");
        SigV4Signature signature =
                (SigV4Signature) s3.parse(request, Optional.empty()).orElseThrow();
        SignatureRejectedException e = catchThrowableOfType(
                SignatureRejectedException.class, () -> s3.verify(request, signature, new byte[32]));
        assertThat(e.failure()).isEqualTo(SignatureFailure.MISMATCH);
        assertThat(e.details().get("CanonicalRequest")).startsWith("GET\n/b/k\n");
        assertThat(e.details().get("StringToSign")).contains("20261121/r1/s3/aws4_request");
        assertThat(e.failure().ec2Code()).isEqualTo("AuthFailure");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Amz-Expires=60,X-Amz-Expires=0,MALFORMED_QUERY",
        "X-Amz-Expires=60,X-Amz-Expires=-1,MALFORMED_QUERY",
        "X-Amz-Expires=60,X-Amz-Expires=604801,MALFORMED_QUERY",
        "X-Amz-Expires=60,X-Amz-Expires=99999999999999999999,MALFORMED_QUERY",
        "X-Amz-Expires=60,X-Amz-Expires=1m,MALFORMED_QUERY",
        "X-Amz-Expires=60,X-Amz-Expires=60&X-Amz-Expires=61,MALFORMED_QUERY",
        "&X-Amz-Expires=60,'',MALFORMED_QUERY",
        "X-Amz-Date=2026,X-Amz-Date=2o26,MALFORMED_QUERY",
        "X-Amz-Algorithm=AWS4-HMAC-SHA256,X-Amz-Algorithm=x,UNSUPPORTED",
        "X-Amz-SignedHeaders=host,X-Amz-SignedHeaders=date,UNSIGNED_HEADERS",
        "X-Amz-Date,%ZZ=,MALFORMED_URI"
    })
    void presignedRequestsThatCannotBeGood(String find, String replace, SignatureFailure expected) {
        String query = presigned(NOW).rawQuery().replace(find, replace);
        assertThat(rejection(new HttpRequestView("GET", "/b/k", query, Map.of("Host", List.of("h"))))
                        .failure())
                .isEqualTo(expected);
    }

    @Test
    void aPresignedRequestHasItsTime() {
        assertThat(rejection(presigned(NOW.minusSeconds(60)))).isNull();
        assertThat(rejection(presigned(NOW.minusSeconds(61))).failure()).isEqualTo(SignatureFailure.EXPIRED);
        assertThat(rejection(presigned(NOW.plusSeconds(901))).failure()).isEqualTo(SignatureFailure.NOT_YET_VALID);
        assertThat(rejection(presigned(NOW).plus(Map.of("Authorization", "AWS a:b")))
                        .failure())
                .isEqualTo(SignatureFailure.CONFLICTING);
        assertThat(rejection(presigned(NOW).plus(Map.of("x-amz-acl", "public-read")))
                        .failure())
                .isEqualTo(SignatureFailure.UNSIGNED_HEADERS);
    }

    @Test
    void sessionTokensAreSignedAlong() {
        AwsCredentials temporary = new AwsCredentials("ASIA", "secret", Optional.of("to/ken+="));
        HttpRequestView plain = S3SigV4Test.request("GET", "/b/k", "", Map.of("Host", "h"));
        SigV4Signer signer = new SigV4Signer(temporary, "r1", "s3");
        HttpRequestView header = plain.plus(signer.sign(plain, "UNSIGNED-PAYLOAD", NOW));
        URI url = signer.presign("GET", URI.create("http://h/b/k"), Duration.ofMinutes(1), NOW);
        HttpRequestView query = S3SigV4Test.request("GET", "/b/k", url.getRawQuery(), Map.of("Host", "h"));
        for (HttpRequestView request : List.of(header, query)) {
            SigV4Signature signature =
                    (SigV4Signature) s3.parse(request, Optional.empty()).orElseThrow();
            assertThat(signature.securityToken()).contains("to/ken+=");
            assertThat(signature.toString()).doesNotContain("to/ken");
            s3.verify(request, signature, SigV4Keys.derive("secret", signature.scope()));
        }
    }

    @Test
    void headersReadAsLatinAreTheTextThatWasSigned() {
        HttpRequestView plain = S3SigV4Test.request("GET", "/b/k", "", Map.of("Host", "h", "x-amz-meta-a", "é中"));
        HttpRequestView sent =
                plain.plus(new SigV4Signer(CREDENTIALS, "r1", "s3").sign(plain, "UNSIGNED-PAYLOAD", NOW));
        Map<String, List<String>> received = new LinkedHashMap<>(sent.headers());
        received.put(
                "x-amz-meta-a",
                List.of(new String("é中".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)));
        HttpRequestView request = new HttpRequestView("GET", "/b/k", "", received);
        SigV4Signature signature =
                (SigV4Signature) s3.parse(request, Optional.empty()).orElseThrow();
        s3.verify(request, signature, SigV4Keys.derive("secret", signature.scope()));
        assertThat(S3SigV4Test.request("GET", "/", "", Map.of("a", "\u00e9")).header("a"))
                .contains("\u00e9");
    }

    @Test
    void aQueryRequestNeedsASignature() {
        QueryAuthentication query = new QueryAuthentication(SigningProfile.of("sts"), InstantSource.fixed(NOW));
        SignatureRejectedException e = catchThrowableOfType(
                SignatureRejectedException.class,
                () -> query.parse(S3SigV4Test.request("POST", "/", "", Map.of("Host", "h")), Map.of()));
        assertThat(e.failure().queryCode()).isEqualTo("MissingAuthenticationToken");
        assertThat(e.failure().queryStatus()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nabc\r\n0\r\n\r\n",
                "3\r\nabcd\r\n0\r\n\r\n",
                "4\r\nabcd\r\n",
                "2\r\nab\r\n0\r\n\r\n",
                "3\r\nabc\r\n0\r\nx-amz-checksum-sha1:a\r\n\r\n",
                "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:a\r\nx-amz-checksum-crc32:a\r\n\r\n",
                "3\r\nabc\r\n0\r\n\r\n",
                "3\r\nabc\r\n0\r\nnonsense\r\n\r\n",
                "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:a\r\n\r\nmore",
                "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:a\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n",
                "ffffffffffffffff\r\n",
                "7fffffffffffffff\r\n",
                "3;chunk-signature=1\r\nabc\r\n",
                "-3\r\n",
                ""
            })
    void chunkedBodiesThatAreRefused(String body) {
        AwsChunkedDecoder decoder = AwsChunkedDecoder.unsigned(3, Set.of("x-amz-checksum-crc32"));
        SignatureRejectedException e = catchThrowableOfType(SignatureRejectedException.class, () -> {
            decoder.decode(ByteBuffer.wrap(body.getBytes(StandardCharsets.US_ASCII)), slice -> {});
            decoder.end();
        });
        assertThat(e).isNotNull();
        assertThat(e.failure().s3Status()).isEqualTo(400);
    }

    @Test
    void aChunkHeaderMayNotGrowForever() {
        AwsChunkedDecoder decoder = AwsChunkedDecoder.unsigned(3, Set.of());
        assertThat(catchThrowableOfType(
                                SignatureRejectedException.class,
                                () -> decoder.decode(ByteBuffer.wrap(new byte[5000]), slice -> {}))
                        .failure())
                .isEqualTo(SignatureFailure.MALFORMED_CHUNK);
    }

    private static HttpRequestView signed(Instant at, String region) {
        HttpRequestView plain = S3SigV4Test.request("GET", "/b/k", "", Map.of("Host", "h"));
        return plain.plus(new SigV4Signer(CREDENTIALS, region, "s3").sign(plain, SigV4Keys.EMPTY_SHA256, at));
    }

    private static HttpRequestView presigned(Instant at) {
        URI url = new SigV4Signer(CREDENTIALS, "r1", "s3")
                .presign("GET", URI.create("http://h/b/k"), Duration.ofMinutes(1), at);
        return S3SigV4Test.request("GET", "/b/k", url.getRawQuery(), Map.of("Host", "h"));
    }

    private static HttpRequestView edit(HttpRequestView request, String find, String replace) {
        String header = request.header("authorization").orElseThrow();
        assertThat(header).contains(find);
        return request.plus(Map.of("authorization", header.replace(find, replace)));
    }

    private static HttpRequestView without(String header) {
        HttpRequestView request = signed(NOW, "r1");
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        headers.remove(header);
        return new HttpRequestView("GET", "/b/k", "", headers);
    }

    private SignatureRejectedException rejection(HttpRequestView request) {
        return catchThrowableOfType(SignatureRejectedException.class, () -> s3.parse(request, Optional.empty()));
    }
}
