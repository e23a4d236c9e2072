package io.jarrah.walrus.store;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.walrus.checksum.ContentDigests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads an object through to compute what was not asked for when it was put. */
public final class ContentDigester {
    private static final int BUFFER = 256 << 10;

    private ContentDigester() {}

    /** The digests of the whole object, whose bytes are claimed no longer after that. */
    public static ContentDigests.Result digest(OpenObject object, boolean sha256, Optional<ChecksumAlgorithm> checksum)
            throws IOException {
        ContentDigests digests = new ContentDigests(sha256, checksum);
        try (ContentReader reader = object.read(0, object.object().size())) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (reader.read(buffer) >= 0) {
                digests.update(buffer.flip());
                buffer.clear();
            }
        }
        return digests.finish();
    }
}
