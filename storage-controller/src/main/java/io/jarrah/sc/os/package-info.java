/**
 * The programs of the host that a storage controller needs.
 */
@NullMarked
package io.jarrah.sc.os;

import org.jspecify.annotations.NullMarked;
