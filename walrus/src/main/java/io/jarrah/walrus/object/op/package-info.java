/** One class for each S3 action on objects. May depend on {@code bucket} and {@code object}. */
@NullMarked
package io.jarrah.walrus.object.op;

import org.jspecify.annotations.NullMarked;
