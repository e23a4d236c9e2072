package io.jarrah.walrus.s3;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.common.checksum.ChecksumValue;
import io.jarrah.walrus.checksum.Checksum;
import io.jarrah.walrus.checksum.ContentDigests;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says about its body, checked once the body is in.
 *
 * @param length bytes of the content, without chunk framing; -1 when it was not said
 * @param sha256Hex from x-amz-content-sha256, when that is a digest
 * @param md5 from Content-MD5
 * @param checksum the additional checksum that the body comes with
 * @param checksumValue its value in Base64, when it came in a header; otherwise the trailer has it
 * @param inTrailer whether the checksum's value is announced for the trailer
 */
public record BodyClaims(
        long length,
        Optional<String> sha256Hex,
        Optional<ChecksumValue> md5,
        Optional<ChecksumAlgorithm> checksum,
        Optional<String> checksumValue,
        boolean inTrailer) {
    /** Reads them; InvalidDigest, InvalidRequest for contradictions. */
    public static BodyClaims of(RequestHeaders headers, long length, Optional<String> sha256Hex) {
        Optional<ChecksumValue> md5 = headers.get("content-md5").map(BodyClaims::decodeMd5);
        List<ChecksumAlgorithm> inHeaders = Arrays.stream(ChecksumAlgorithm.values())
                .filter(a -> headers.has(a.header()))
                .toList();
        if (inHeaders.size() > 1) {
            throw new S3Exception(
                    S3Error.InvalidRequest,
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        Optional<ChecksumAlgorithm> trailer =
                headers.get("x-amz-trailer").flatMap(name -> ChecksumAlgorithm.ofHeader(name.strip()));
        if (headers.has("x-amz-trailer") && trailer.isEmpty()) {
            throw new S3Exception(
                    S3Error.InvalidRequest, "The value specified in the x-amz-trailer header is not supported");
        }
        Optional<ChecksumAlgorithm> algorithm = inHeaders.isEmpty()
                ? trailer.or(() -> headers.get("x-amz-sdk-checksum-algorithm").map(BodyClaims::algorithm))
                : Optional.of(inHeaders.getFirst());
        Optional<String> value = inHeaders.stream()
                .findFirst()
                .flatMap(a -> headers.get(a.header()))
                .map(text -> wellFormed(algorithm.orElseThrow(), text));
        return new BodyClaims(length, sha256Hex, md5, algorithm, value, trailer.isPresent() && inHeaders.isEmpty());
    }

    /** The same without a checksum, for a body that the checksum headers do not speak of. */
    public BodyClaims withoutChecksum() {
        return new BodyClaims(length, sha256Hex, md5, Optional.empty(), Optional.empty(), false);
    }

    private static ChecksumAlgorithm algorithm(String name) {
        return ChecksumAlgorithm.ofName(name)
                .orElseThrow(() ->
                        new S3Exception(S3Error.InvalidRequest, "Checksum algorithm provided is unsupported: " + name));
    }

    private static String wellFormed(ChecksumAlgorithm algorithm, String value) {
        if (ChecksumValue.parse(algorithm, value).isEmpty()) {
            throw new S3Exception(S3Error.InvalidRequest, "Value for " + algorithm.header() + " header is invalid.");
        }
        return value;
    }

    private static ChecksumValue decodeMd5(String text) {
        return ChecksumValue.parse(ChecksumAlgorithm.MD5, text)
                .orElseThrow(() -> new S3Exception(S3Error.InvalidDigest));
    }

    /**
     * Compares them with what came.
     *
     * @param trailers lower-case name to value, of an aws-chunked body
     */
    public void verify(ContentDigests.Result result, Map<String, String> trailers) {
        if (length >= 0 && result.size() != length) {
            throw new S3Exception(S3Error.IncompleteBody);
        }
        if (md5.isPresent() && !md5.get().equals(result.md5())) {
            throw new S3Exception(S3Error.BadDigest, "The Content-MD5 you specified did not match what we received.");
        }
        if (sha256Hex.isPresent() && !sha256Hex.equals(result.sha256Hex())) {
            throw new S3Exception(S3Error.XAmzContentSHA256Mismatch)
                    .with("ClientComputedContentSHA256", sha256Hex.get())
                    .with("S3ComputedContentSHA256", result.sha256Hex().orElse(""));
        }
        verifyChecksum(result, trailers);
    }

    private void verifyChecksum(ContentDigests.Result result, Map<String, String> trailers) {
        if (checksum.isEmpty()) {
            return;
        }
        Optional<String> claimed =
                inTrailer ? Optional.ofNullable(trailers.get(checksum.get().header())) : checksumValue;
        if (inTrailer && claimed.isEmpty()) {
            throw new S3Exception(S3Error.MalformedTrailerError);
        }
        Optional<String> computed = result.checksum()
                .filter(sum -> sum.algorithm() == checksum.get())
                .map(Checksum::value);
        if (claimed.isPresent() && computed.isPresent() && !claimed.equals(computed)) {
            throw new S3Exception(
                    S3Error.BadDigest,
                    "The " + checksum.get() + " you specified did not match the calculated checksum.");
        }
    }
}
