package io.jarrah.walrus.store;

import io.jarrah.walrus.blob.BlobStore;
import java.util.List;
import java.util.Optional;

/** An object whose bytes stay readable until this, or the reader it gave, is closed, whatever happens to the key. */
public final class OpenObject implements AutoCloseable {
    /**
     * One part of the content.
     *
     * @param number its number
     * @param offset where it begins in the object
     * @param size its length
     */
    public record Part(int number, long offset, long size) {}

    private final BlobStore blobs;
    private final StoredObject object;
    private final List<ContentReader.Segment> segments;
    private final List<Part> parts;
    private final ContentLeases.Lease lease;

    OpenObject(
            BlobStore blobs,
            StoredObject object,
            List<ContentReader.Segment> segments,
            List<Part> parts,
            ContentLeases.Lease lease) {
        this.blobs = blobs;
        this.object = object;
        this.segments = segments;
        this.parts = parts;
        this.lease = lease;
    }

    /** The object. */
    public StoredObject object() {
        return object;
    }

    /** The part with that number. */
    public Optional<Part> part(int number) {
        return parts.stream().filter(part -> part.number() == number).findFirst();
    }

    /** A reader of {@code length} bytes from {@code offset}; it takes over the claim on the bytes. */
    public ContentReader read(long offset, long length) {
        return new ContentReader(blobs, segments, lease, offset, length);
    }

    /** Gives up the claim; harmless after a reader did. */
    @Override
    public void close() {
        lease.close();
    }
}
