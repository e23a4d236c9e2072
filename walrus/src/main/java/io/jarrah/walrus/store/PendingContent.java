package io.jarrah.walrus.store;

import io.jarrah.walrus.blob.BlobWriter;
import io.jarrah.walrus.checksum.ContentDigests;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes on their way in: written and digested in one pass. Closing it before a commit leaves nothing behind. Not safe for threads. */
public final class PendingContent implements AutoCloseable {
    private final BlobWriter writer;
    private final ContentDigests digests;
    private ContentDigests.@Nullable Result result;

    PendingContent(BlobWriter writer, ContentDigests digests) {
        this.writer = writer;
        this.digests = digests;
    }

    /** Appends all remaining bytes. */
    public void write(ByteBuffer bytes) throws IOException {
        digests.update(bytes);
        writer.write(bytes);
    }

    /** After the last byte: length and digests, to be compared with what the client claimed before the commit. */
    public ContentDigests.Result finish() {
        ContentDigests.Result finished = result;
        if (finished == null) {
            finished = digests.finish();
            result = finished;
        }
        return finished;
    }

    /** Makes the bytes durable; before the locks are taken, as it waits for the disk. */
    void seal() throws IOException {
        writer.seal();
    }

    BlobWriter writer() {
        return writer;
    }

    @Override
    public void close() {
        writer.close();
    }
}
