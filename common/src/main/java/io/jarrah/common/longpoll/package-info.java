/**
 * The server side of a long poll: a map that remembers when each entry changed. May depend on {@code contract}.
 */
@NullMarked
package io.jarrah.common.longpoll;

import org.jspecify.annotations.NullMarked;
