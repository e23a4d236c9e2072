/**
 * The storage controller: makes volumes, keeps them, and lets one initiator at a time use each. May depend
 * on common alone.
 */
@NullMarked
package io.jarrah.sc;

import org.jspecify.annotations.NullMarked;
