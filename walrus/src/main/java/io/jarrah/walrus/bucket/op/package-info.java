/** One class for each S3 action on buckets. May depend on {@code bucket}. */
@NullMarked
package io.jarrah.walrus.bucket.op;

import org.jspecify.annotations.NullMarked;
