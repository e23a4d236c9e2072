/** S3's additional checksums (CRC32, CRC32C, CRC64NVME, SHA-1, SHA-256): computing, combining over parts, and verifying while bytes pass by. May depend on {@code error} only. */
@NullMarked
package io.jarrah.walrus.checksum;

import org.jspecify.annotations.NullMarked;
