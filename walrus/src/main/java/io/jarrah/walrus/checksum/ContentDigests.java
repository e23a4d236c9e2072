package io.jarrah.walrus.checksum;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.common.checksum.ChecksumValue;
import io.jarrah.common.checksum.StreamingChecksum;
import java.nio.ByteBuffer;
import java.util.Optional;

/** All digests one upload needs, computed in one pass: MD5 always (it is the entity tag), the others on demand. Not safe for threads. */
public final class ContentDigests {
    private final StreamingChecksum md5 = ChecksumAlgorithm.MD5.start();
    private final Optional<StreamingChecksum> sha256;
    private final Optional<StreamingChecksum> checksum;
    private long size;

    /**
     * Starts.
     *
     * @param withSha256 whether SHA-256 is wanted
     * @param algorithm the additional checksum wanted
     */
    public ContentDigests(boolean withSha256, Optional<ChecksumAlgorithm> algorithm) {
        this.sha256 = withSha256 ? Optional.of(ChecksumAlgorithm.SHA256.start()) : Optional.empty();
        this.checksum = algorithm.map(ChecksumAlgorithm::start);
    }

    /** What came out. */
    public record Result(long size, ChecksumValue md5, Optional<String> sha256Hex, Optional<Checksum> checksum) {}

    /** Takes the remaining bytes; leaves the buffer's position where it was. */
    public void update(ByteBuffer bytes) {
        size += bytes.remaining();
        md5.update(bytes.duplicate());
        sha256.ifPresent(digest -> digest.update(bytes.duplicate()));
        checksum.ifPresent(running -> running.update(bytes.duplicate()));
    }

    /** The results; to be called once, at the end. */
    public Result finish() {
        Optional<ChecksumValue> sum = checksum.map(StreamingChecksum::finish);
        Optional<ChecksumValue> sha = sha256.map(StreamingChecksum::finish)
                .or(() -> sum.filter(value -> value.algorithm() == ChecksumAlgorithm.SHA256));
        return new Result(size, md5.finish(), sha.map(ChecksumValue::hex), sum.map(Checksum::ofWhole));
    }
}
