/**
 * The server side of a long poll: a map that remembers when each entry changed. Records that are kept on disk besides. May depend on {@code contract} and {@code state}.
 */
@NullMarked
package io.jarrah.common.longpoll;

import org.jspecify.annotations.NullMarked;
