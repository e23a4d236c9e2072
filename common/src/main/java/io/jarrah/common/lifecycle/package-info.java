/**
 * How parts of a service start in order and stop in reverse. Depends on nothing of Jarrah.
 */
@NullMarked
package io.jarrah.common.lifecycle;

import org.jspecify.annotations.NullMarked;
