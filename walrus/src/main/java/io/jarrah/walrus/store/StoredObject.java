package io.jarrah.walrus.store;

import io.jarrah.walrus.checksum.Checksum;
import io.jarrah.walrus.db.ObjectEntity;
import java.time.Instant;
import java.util.Optional;

/**
 * An object, without its bytes.
 *
 * @param bucket its bucket
 * @param key its key
 * @param contentId names its bytes; changes with every put
 * @param size length in bytes
 * @param etag entity tag without quotes: MD5 of the content, or {@code …-N} after a multipart upload
 * @param lastModified when it was put, to the millisecond
 * @param partCount number of parts, 1 for a single put
 * @param uploadedInParts whether it came by a multipart upload
 * @param headers what comes back with it
 * @param checksum additional checksum, when the upload had one
 * @param sha256 digest of the content in hex digits, when it is known
 */
public record StoredObject(
        String bucket,
        ObjectKey key,
        String contentId,
        long size,
        String etag,
        Instant lastModified,
        int partCount,
        boolean uploadedInParts,
        StoredHeaders headers,
        Optional<Checksum> checksum,
        Optional<String> sha256) {
    static StoredObject of(ObjectEntity row) {
        ObjectEntity.State state = row.state();
        return new StoredObject(
                row.bucket(),
                new ObjectKey(ObjectKey.fromHex(row.keyHex())),
                state.contentId(),
                state.size(),
                state.etag(),
                state.lastModified(),
                state.partCount(),
                state.uploadId().isPresent() || state.etag().contains("-"),
                StoredHeaders.decode(state.headers()),
                state.checksum(),
                state.sha256());
    }
}
