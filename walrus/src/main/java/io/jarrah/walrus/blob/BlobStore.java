package io.jarrah.walrus.blob;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Holds blobs: files here, another S3 elsewhere. Safe for threads. Its methods may wait for a disk but never for a
 * client.
 *
 * <p>The store does not know which blobs are referenced; that is the metadata's. So a blob is in one of three states:
 * being written (invisible, gone after a crash), sealed but not yet kept (durable; whether it is referenced is being
 * decided), kept. {@link #list} never shows a blob of the first two, so that a sweep cannot take what is about to be
 * referenced.
 */
public interface BlobStore {
    /**
     * Begins a blob.
     *
     * @param expectedBytes how much will come, or -1 when that is unknown
     * @throws NoRoomException when it would not leave the reserve free
     */
    BlobWriter create(long expectedBytes) throws IOException;

    /** Opens a kept or sealed blob. It can be read to its end even when it is deleted meanwhile. */
    BlobReader open(BlobId id) throws IOException;

    /** Deletes; true when it was there. */
    boolean delete(BlobId id) throws IOException;

    /** The partitions of the name space, each small enough to be listed in one go; together they are everything. */
    List<String> partitions();

    /** Hands over the kept blobs of one partition, at most {@code batch} at a time. */
    void list(String partition, int batch, Consumer<List<BlobId>> consumer) throws IOException;
}
