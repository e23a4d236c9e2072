/** Fakes that ship, for tests and for the cloud in one JVM. May depend on {@code common}. */
@NullMarked
package io.jarrah.walrus.testing;

import org.jspecify.annotations.NullMarked;
