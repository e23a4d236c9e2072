package io.jarrah.walrus.store;

import io.jarrah.walrus.blob.BlobId;
import io.jarrah.walrus.blob.BlobReader;
import io.jarrah.walrus.blob.BlobStore;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a range of an object's bytes over its parts, one open blob at a time. Not safe for threads. */
public final class ContentReader implements Closeable {
    /** A part's blob and its length. */
    record Segment(BlobId blob, long size) {}

    private final BlobStore blobs;
    private final List<Segment> segments;
    private final ContentLeases.Lease lease;
    private int segment;
    private long position;
    private long remaining;
    private @Nullable BlobReader open;

    ContentReader(BlobStore blobs, List<Segment> segments, ContentLeases.Lease lease, long offset, long length) {
        this.blobs = blobs;
        this.segments = segments;
        this.lease = lease;
        this.remaining = length;
        this.position = offset;
        while (segment < segments.size() && position >= segments.get(segment).size()) {
            position -= segments.get(segment).size();
            segment++;
        }
    }

    /** Bytes not read yet. */
    public long remaining() {
        return remaining;
    }

    /** Reads up to the buffer's remaining bytes; -1 when the range is at its end. */
    public int read(ByteBuffer buffer) throws IOException {
        if (remaining == 0) {
            return -1;
        }
        Segment current = segments.get(segment);
        BlobReader reader = open;
        if (reader == null) {
            reader = blobs.open(current.blob());
            open = reader;
        }
        long most = Math.min(Math.min(remaining, current.size() - position), buffer.remaining());
        int limit = buffer.limit();
        buffer.limit(buffer.position() + (int) most);
        int read = reader.read(buffer, position);
        buffer.limit(limit);
        if (read < 0) {
            throw new EOFException("blob " + current.blob() + " ends at byte " + position + " of " + current.size());
        }
        position += read;
        remaining -= read;
        if (position == current.size()) {
            nextSegment(reader);
        }
        return read;
    }

    private void nextSegment(BlobReader reader) throws IOException {
        reader.close();
        open = null;
        position = 0;
        do {
            segment++;
        } while (segment < segments.size() && segments.get(segment).size() == 0);
    }

    @Override
    public void close() {
        try {
            BlobReader reader = open;
            open = null;
            if (reader != null) {
                reader.close();
            }
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(ContentReader.class).warn("closing a blob after reading failed", e);
        } finally {
            lease.close();
        }
    }
}
