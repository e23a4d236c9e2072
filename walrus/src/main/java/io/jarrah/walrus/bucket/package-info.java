/** Buckets by name, their rules, and who may touch them. May depend on {@code s3} and {@code store}. */
@NullMarked
package io.jarrah.walrus.bucket;

import org.jspecify.annotations.NullMarked;
