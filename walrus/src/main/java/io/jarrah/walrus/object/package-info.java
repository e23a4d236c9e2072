/** What the actions on objects share. May depend on {@code s3} and {@code store}. */
@NullMarked
package io.jarrah.walrus.object;

import org.jspecify.annotations.NullMarked;
