/**
 * Logging, configured in code: one structured line an event. Depends on nothing of Jarrah.
 */
@NullMarked
package io.jarrah.common.log;

import org.jspecify.annotations.NullMarked;
