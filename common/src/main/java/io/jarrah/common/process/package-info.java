/**
 * What every service's {@code main} does. May depend on {@code config}, {@code log}, {@code lifecycle}.
 */
@NullMarked
package io.jarrah.common.process;

import org.jspecify.annotations.NullMarked;
