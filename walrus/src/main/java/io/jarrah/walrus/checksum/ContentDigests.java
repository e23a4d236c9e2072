package io.jarrah.walrus.checksum;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/** All digests one upload needs, computed in one pass: MD5 always (it is the entity tag), the others on demand. Not safe for threads. */
public final class ContentDigests {
    private final Accumulator md5 = new DigestAccumulator("MD5");
    private final Optional<Accumulator> sha256;
    private final Optional<ChecksumAlgorithm> algorithm;
    private final Optional<Accumulator> checksum;
    private long size;

    /**
     * Starts.
     *
     * @param withSha256 whether SHA-256 is wanted
     * @param algorithm the additional checksum wanted
     */
    public ContentDigests(boolean withSha256, Optional<ChecksumAlgorithm> algorithm) {
        this.sha256 = withSha256 ? Optional.of(new DigestAccumulator("SHA-256")) : Optional.empty();
        this.algorithm = algorithm;
        this.checksum = algorithm.map(ChecksumAlgorithm::start);
    }

    /** What came out. */
    public record Result(long size, byte[] md5, Optional<String> sha256Hex, Optional<Checksum> checksum) {
        /** The MD5 in lower-case hex digits, the entity tag of a single upload. */
        public String md5Hex() {
            return HexFormat.of().formatHex(md5);
        }
    }

    /** Takes the remaining bytes; leaves the buffer's position where it was. */
    public void update(ByteBuffer bytes) {
        size += bytes.remaining();
        md5.update(bytes);
        sha256.ifPresent(digest -> digest.update(bytes));
        checksum.ifPresent(running -> running.update(bytes));
    }

    /** The results; to be called once, at the end. */
    public Result finish() {
        Optional<Checksum> sum = algorithm.map(a -> Checksum.ofWhole(a, checksum.orElseThrow().value()));
        Optional<String> sha = sha256.map(digest -> HexFormat.of().formatHex(digest.value()));
        if (sha.isEmpty() && algorithm.equals(Optional.of(ChecksumAlgorithm.SHA256))) {
            byte[] raw = java.util.Base64.getDecoder().decode(sum.orElseThrow().value());
            sha = Optional.of(HexFormat.of().formatHex(raw));
        }
        return new Result(size, md5.value(), sha, sum);
    }
}
