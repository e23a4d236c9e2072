/**
 * The checksums of S3 objects: streaming, their forms in headers, and those of multipart objects. Depends on nothing.
 */
@NullMarked
package io.jarrah.common.checksum;

import org.jspecify.annotations.NullMarked;
