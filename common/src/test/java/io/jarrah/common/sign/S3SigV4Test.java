package io.jarrah.common.sign;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The examples of S3's documentation ("Authenticating Requests: AWS Signature Version 4"). */
class S3SigV4Test {
    private static final Instant AT = Instant.parse("2013-05-24T00:00:00Z");
    private static final AwsCredentials CREDENTIALS =
            AwsCredentials.of("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static final byte[] KEY = SigV4Keys.derive(
            CREDENTIALS.secretKey(), AT.atOffset(java.time.ZoneOffset.UTC).toLocalDate(), "us-east-1", "s3");
    private static final String BUCKET = "examplebucket.s3.amazonaws.com";

    private final SigV4Signer signer = new SigV4Signer(CREDENTIALS, "us-east-1", "s3");
    private final S3Authentication authentication =
            new S3Authentication(SigningProfile.ofS3(), InstantSource.fixed(AT.plusSeconds(30)));

    @Test
    void getObject() {
        HttpRequestView request = request("GET", "/test.txt", "", Map.of("Host", BUCKET, "Range", "bytes=0-9"));
        check(request, SigV4Keys.EMPTY_SHA256, "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void putObject() {
        HttpRequestView request = request(
                "PUT",
                "/test%24file.text",
                "",
                Map.of(
                        "Host", BUCKET,
                        "Date", "Fri, 24 May 2013 00:00:00 GMT",
                        "x-amz-storage-class", "REDUCED_REDUNDANCY"));
        check(
                request,
                "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    @Test
    void bucketLifecycle() {
        check(
                request("GET", "/", "lifecycle", Map.of("Host", BUCKET)),
                SigV4Keys.EMPTY_SHA256,
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    }

    @Test
    void listObjects() {
        check(
                request("GET", "/", "max-keys=2&prefix=J", Map.of("Host", BUCKET)),
                SigV4Keys.EMPTY_SHA256,
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    @Test
    void presignedUrl() {
        URI url = signer.presign("GET", URI.create("https://" + BUCKET + "/test.txt"), Duration.ofDays(1), AT);
        assertThat(url.getRawQuery())
                .endsWith("&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
        HttpRequestView request = request("GET", url.getRawPath(), url.getRawQuery(), Map.of("Host", BUCKET));
        SigV4Signature parsed =
                (SigV4Signature) authentication.parse(request, Optional.empty()).orElseThrow();
        assertThat(parsed.presigned()).isTrue();
        assertThat(parsed.validity()).contains(Duration.ofDays(1));
        authentication.verify(request, parsed, KEY);
    }

    @Test
    void streamedUpload() {
        SigV4Signature signature = streamed(
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                Map.of("Content-Length", "66824", "x-amz-decoded-content-length", "66560"),
                "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
        String body = "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"
                + "a".repeat(65536)
                + "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
                + "a".repeat(1024)
                + "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";
        assertThat(body).hasSize(66824);
        AwsChunkedDecoder decoder = AwsChunkedDecoder.of(signature, KEY, 66560, Set.of());
        assertThat(decode(decoder, body)).isEqualTo(66560);
    }

    @Test
    void streamedUploadWithTrailer() {
        SigV4Signature signature = streamed(
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                Map.of("x-amz-decoded-content-length", "66560", "x-amz-trailer", "x-amz-checksum-crc32c"),
                "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
        String body = "10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n"
                + "a".repeat(65536)
                + "\r\n400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n"
                + "a".repeat(1024)
                + "\r\n0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
                + "x-amz-checksum-crc32c:sOO8/Q==\r\n"
                + "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";
        AwsChunkedDecoder decoder = AwsChunkedDecoder.of(signature, KEY, 66560, Set.of("x-amz-checksum-crc32c"));
        assertThat(decode(decoder, body)).isEqualTo(66560);
        assertThat(decoder.trailers()).containsExactly(Map.entry("x-amz-checksum-crc32c", "sOO8/Q=="));
    }

    private SigV4Signature streamed(String kind, Map<String, String> headers, String seed) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Host", "s3.amazonaws.com");
        all.put("x-amz-storage-class", "REDUCED_REDUNDANCY");
        all.put("Content-Encoding", "aws-chunked");
        return check(request("PUT", "/examplebucket/chunkObject.txt", "", all), kind, seed);
    }

    private SigV4Signature check(HttpRequestView request, String payloadHash, String expected) {
        Map<String, String> added = signer.sign(request, payloadHash, AT);
        assertThat(added.get("Authorization")).endsWith("Signature=" + expected);
        HttpRequestView whole = request.plus(added);
        SigV4Signature parsed =
                (SigV4Signature) authentication.parse(whole, Optional.empty()).orElseThrow();
        authentication.verify(whole, parsed, KEY);
        return parsed;
    }

    private static long decode(AwsChunkedDecoder decoder, String body) {
        long[] length = {0};
        decoder.decode(
                ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1)), slice -> length[0] += slice.remaining());
        decoder.end();
        return length[0];
    }

    static HttpRequestView request(String method, String path, String query, Map<String, String> headers) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return new HttpRequestView(method, path, query, lists);
    }
}
