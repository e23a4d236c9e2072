package io.jarrah.common.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of "Signing and Authenticating REST Requests" (S3) and "Signature Version 2 signing process" (Query APIs). */
class SigV2Test {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final AwsCredentials CREDENTIALS = AwsCredentials.of("AKIAIOSFODNN7EXAMPLE", SECRET);
    private static final String HOST = "johnsmith.s3.amazonaws.com";
    private static final Optional<String> BUCKET = Optional.of("johnsmith");

    @Test
    void objectGet() {
        s3(
                "GET",
                "/photos/puppy.jpg",
                "",
                BUCKET,
                "bWq2s1WEIj+Ydj0vQ697zp+IXMU=",
                "Host",
                HOST,
                "Date",
                "Tue, 27 Mar 2007 19:36:42 +0000");
    }

    @Test
    void objectPut() {
        s3(
                "PUT",
                "/photos/puppy.jpg",
                "",
                BUCKET,
                "MyyxeRY7whkBe+bq8fHCL/2kKUg=",
                "Content-Type",
                "image/jpeg",
                "Content-Length",
                "94328",
                "Host",
                HOST,
                "Date",
                "Tue, 27 Mar 2007 21:15:45 +0000");
    }

    @Test
    void list() {
        s3(
                "GET",
                "/",
                "prefix=photos&max-keys=50&marker=puppy",
                BUCKET,
                "htDYFYduRNen8P9ZfE/s9SuKy0U=",
                "User-Agent",
                "Mozilla/5.0",
                "Host",
                HOST,
                "Date",
                "Tue, 27 Mar 2007 19:42:41 +0000");
    }

    @Test
    void fetchAcl() {
        s3(
                "GET",
                "/",
                "acl",
                BUCKET,
                "c2WLPFtWHVgbEmeEG93a4cG37dM=",
                "Host",
                HOST,
                "Date",
                "Tue, 27 Mar 2007 19:44:46 +0000");
    }

    @Test
    void upload() {
        s3(
                "PUT",
                "/db-backup.dat.gz",
                "",
                Optional.of("static.johnsmith.net"),
                "ilyl83RwaSoYIEdixDQcA4OnAnc=",
                "User-Agent",
                "curl/7.15.5",
                "Host",
                "static.johnsmith.net:8080",
                "Date",
                "Tue, 27 Mar 2007 21:06:08 +0000",
                "x-amz-acl",
                "public-read",
                "content-type",
                "application/x-download",
                "Content-MD5",
                "4gJE4saaMU4BqNR0kLY+lw==",
                "X-Amz-Meta-ReviewedBy",
                "joe@johnsmith.net,jane@johnsmith.net",
                "X-Amz-Meta-FileChecksum",
                "0x02661779",
                "X-Amz-Meta-ChecksumAlgorithm",
                "crc32");
    }

    @Test
    void listAllMyBuckets() {
        s3(
                "GET",
                "/",
                "",
                Optional.empty(),
                "qGdzdERIC03wnaRNKh6OqZehG9s=",
                "Host",
                "s3.amazonaws.com",
                "Date",
                "Wed, 28 Mar 2007 01:29:59 +0000");
    }

    @Test
    void unicodeKeys() {
        s3(
                "GET",
                "/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re",
                "",
                Optional.empty(),
                "DNEZGsoieTZ92F3bUfSPQcbGmlM=",
                "Host",
                "s3.amazonaws.com",
                "Date",
                "Wed, 28 Mar 2007 01:49:49 +0000");
    }

    @Test
    void queryString() {
        Instant expires = Instant.ofEpochSecond(1175139620);
        URI url = S3SigV2.presign(
                CREDENTIALS, "GET", URI.create("http://" + HOST + "/photos/puppy.jpg"), BUCKET, expires);
        assertThat(url.getRawQuery())
                .isEqualTo("AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1175139620&Signature="
                        + "NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D");
        HttpRequestView request = view("GET", "/photos/puppy.jpg", url.getRawQuery(), "Host", HOST);
        assertThat(new S3SigV2(InstantSource.fixed(expires))
                        .parse(request, BUCKET)
                        .matches(SECRET))
                .isTrue();
        assertThat(rejectionS3(request, expires.plusSeconds(1)).failure()).isEqualTo(SignatureFailure.EXPIRED);
    }

    @Test
    void theWholePathIsSignedAndSoAreSubResources() {
        HttpRequestView plain = view("GET", "/services/Walrus/b/k", "versionId=a%2Fb&uploads&x=1", "Host", "w:8780");
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        HttpRequestView request = plain.plus(S3SigV2.sign(CREDENTIALS, plain, Optional.empty(), now));
        SigV2Signature signature = new S3SigV2(InstantSource.fixed(now)).parse(request, Optional.empty());
        assertThat(signature.matches(SECRET)).isTrue();
        assertThat(signature.stringsToSign())
                .containsExactly("GET\n\n\n\nx-amz-date:20260101T000000Z\n/services/Walrus/b/k?uploads&versionId=a/b");
    }

    @ParameterizedTest
    @CsvSource({
        "AWS A,'Tue, 27 Mar 2007 19:36:42 GMT',UNSUPPORTED",
        "AWS A:sig,,MISSING_DATE",
        "AWS A:sig,yesterday,MISSING_DATE",
        "AWS A:sig,'Tue, 27 Mar 2007 20:36:42 GMT',SKEWED",
        "Basic abc,'Tue, 27 Mar 2007 19:36:42 GMT',UNSUPPORTED"
    })
    void badHeaders(String authorization, String date, SignatureFailure expected) {
        HttpRequestView request = date == null
                ? view("GET", "/", "", "Authorization", authorization)
                : view("GET", "/", "", "Authorization", authorization, "Date", date);
        assertThat(rejectionS3(request, Instant.parse("2007-03-27T19:36:42Z")).failure())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "AWSAccessKeyId=A&Signature=s,MISSING_AUTHENTICATION",
        "AWSAccessKeyId=A&Signature=s&Expires=soon,MISSING_AUTHENTICATION",
        "AWSAccessKeyId=A&Signature=s&Expires=9999999999&Expires=1,MALFORMED_QUERY",
        "AWSAccessKeyId=A&Signature=%zz&Expires=9999999999,MALFORMED_URI",
        "AWSAccessKeyId=A&Signature=s&Expires=9999999999&X-Amz-Algorithm=x,CONFLICTING"
    })
    void badQueries(String query, SignatureFailure expected) {
        assertThat(rejectionS3(view("GET", "/", query), Instant.EPOCH).failure())
                .isEqualTo(expected);
    }

    @Test
    void aRequestWithoutASignatureIsAnonymous() {
        assertThat(new S3Authentication(SigningProfile.ofS3(), InstantSource.system())
                        .parse(view("GET", "/", "acl", "Host", "h"), Optional.empty()))
                .isEmpty();
    }

    @Test
    void elasticMapReduceExample() {
        Map<String, List<String>> parameters = parameters(
                "Action", "DescribeJobFlows",
                "Version", "2009-03-31",
                "AWSAccessKeyId", "AKIAIOSFODNN7EXAMPLE",
                "SignatureVersion", "2",
                "SignatureMethod", "HmacSHA256",
                "Timestamp", "2011-10-03T15:19:30",
                "Signature", "i91nKc4PWAt0JJIdXwz9HxZCJDdiy6cf/Mj6vPxyYIs=");
        HttpRequestView request = view("GET", "/", "", "Host", "elasticmapreduce.amazonaws.com");
        SigV2Signature signature =
                new QuerySigV2(InstantSource.fixed(Instant.parse("2011-10-03T15:20:00Z"))).parse(request, parameters);
        assertThat(signature.matches(SECRET)).isTrue();
        assertThat(signature.matches("other")).isFalse();
    }

    @Test
    void aQueryIsSignedAndReadWithOrWithoutThePort() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        for (String signedHost : List.of("Cloud:8773", "cloud")) {
            Map<String, List<String>> parameters = new LinkedHashMap<>();
            QuerySigV2.sign(CREDENTIALS, "POST", signedHost, "/services/Eucalyptus", Map.of("A.1", "é +~*"), now)
                    .forEach((name, value) -> parameters.put(name, List.of(value)));
            HttpRequestView request = view("POST", "/services/Eucalyptus", "", "Host", "cloud:8773");
            QueryAuthentication authentication =
                    new QueryAuthentication(SigningProfile.of("ec2"), InstantSource.fixed(now));
            SigV2Signature signature = (SigV2Signature) authentication.parse(request, parameters);
            assertThat(signature.matches(SECRET)).isTrue();
            assertThat(SigV2Signature.matches(SECRET, "HmacMD5", "", "")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SignatureVersion,1,UNSUPPORTED",
        "SignatureMethod,HmacMD5,UNSUPPORTED",
        "Signature,,MALFORMED_QUERY",
        "AWSAccessKeyId,,MALFORMED_QUERY",
        "Timestamp,,MALFORMED_QUERY",
        "Timestamp,now,MALFORMED_QUERY",
        "Timestamp,2026-01-01T00:16:00Z,SKEWED",
        "Timestamp,2025-12-31T23:44:00Z,SKEWED",
        "Expires,2026-01-02T00:00:00Z,MALFORMED_QUERY"
    })
    void badQueryParameters(String name, String value, SignatureFailure expected) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Map<String, List<String>> parameters = parameters(
                "AWSAccessKeyId",
                "A",
                "SignatureVersion",
                "2",
                "SignatureMethod",
                "HmacSHA1",
                "Signature",
                "s",
                "Timestamp",
                "2026-01-01T00:00:00Z");
        if (value == null) {
            parameters.remove(name);
        } else {
            parameters.put(name, List.of(value));
        }
        SignatureRejectedException e =
                catchThrowableOfType(SignatureRejectedException.class, () -> new QuerySigV2(InstantSource.fixed(now))
                        .parse(view("GET", "/", "", "Host", "h"), parameters));
        assertThat(e.failure()).isEqualTo(expected);
    }

    private static void s3(
            String method, String path, String query, Optional<String> bucket, String expected, String... headers) {
        HttpRequestView request = view(method, path, query, headers)
                .plus(Map.of("Authorization", "AWS AKIAIOSFODNN7EXAMPLE:" + expected));
        Instant at = WireTimes.http(request.header("date").orElseThrow()).orElseThrow();
        S3Authentication authentication = new S3Authentication(SigningProfile.ofS3(), InstantSource.fixed(at));
        SigV2Signature signature =
                (SigV2Signature) authentication.parse(request, bucket).orElseThrow();
        assertThat(SigV2Signature.sign(
                        SECRET, "HmacSHA1", signature.stringsToSign().getFirst()))
                .as(signature.stringsToSign().getFirst())
                .isEqualTo(expected);
        assertThat(signature.matches(SECRET)).isTrue();
        assertThat(signature.matches(SECRET + "x")).isFalse();
    }

    private static SignatureRejectedException rejectionS3(HttpRequestView request, Instant now) {
        return catchThrowableOfType(SignatureRejectedException.class, () -> new S3Authentication(
                        SigningProfile.ofS3(), InstantSource.fixed(now))
                .parse(request, Optional.empty()));
    }

    private static Map<String, List<String>> parameters(String... pairs) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], List.of(pairs[i + 1]));
        }
        return map;
    }

    private static HttpRequestView view(String method, String path, String query, String... headers) {
        assertThat(path.getBytes(StandardCharsets.US_ASCII)).isNotEmpty();
        return new HttpRequestView(method, path, query, parameters(headers));
    }
}
