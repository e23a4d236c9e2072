/**
 * Buckets, objects and uploads as Walrus keeps them: what S3 means, without the protocol. Joins the blobs and the rows,
 * so that nothing acknowledged is lost and nothing half-written is seen. May depend on {@code blob}, {@code db},
 * {@code checksum} and {@code error}; what it may do for whom is decided above it.
 */
@NullMarked
package io.jarrah.walrus.store;

import org.jspecify.annotations.NullMarked;
