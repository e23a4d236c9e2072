/** Values of IP networking that several services read and write. Depends on nothing. */
@NullMarked
package io.jarrah.common.net;

import org.jspecify.annotations.NullMarked;
