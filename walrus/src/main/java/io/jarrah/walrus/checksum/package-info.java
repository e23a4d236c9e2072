/** Digests and checksums of what is put: computed in one pass while the bytes go by, and combined over parts. May depend on {@code common.checksum}. */
@NullMarked
package io.jarrah.walrus.checksum;

import org.jspecify.annotations.NullMarked;
