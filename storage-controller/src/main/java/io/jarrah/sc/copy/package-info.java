/**
 * Work on data that takes its time. May depend on {@code backend}.
 */
@NullMarked
package io.jarrah.sc.copy;

import org.jspecify.annotations.NullMarked;
