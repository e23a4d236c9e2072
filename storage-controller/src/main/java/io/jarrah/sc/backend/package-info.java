/**
 * Where the data of volumes lie. May depend on common alone.
 */
@NullMarked
package io.jarrah.sc.backend;

import org.jspecify.annotations.NullMarked;
