/** One class for each S3 action on multipart uploads. May depend on {@code bucket} and {@code object}. */
@NullMarked
package io.jarrah.walrus.multipart.op;

import org.jspecify.annotations.NullMarked;
