package io.jarrah.common.contract;

import java.time.Instant;

/**
 * An object in Walrus, as the cloud controller needs it to register an image.
 *
 * @param sizeBytes length
 * @param sha256 digest of the content, 64 lower-case hex digits
 * @param etag S3's entity tag without quotes
 * @param lastModified when it was put
 */
public record ObjectDescription(long sizeBytes, String sha256, String etag, Instant lastModified) {}
