/** What tests of the node controller share. */
@NullMarked
package io.jarrah.nc.testing;

import org.jspecify.annotations.NullMarked;
