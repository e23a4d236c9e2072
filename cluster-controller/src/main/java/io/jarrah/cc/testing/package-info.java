/**
 * A node that behaves like a real one, for tests and for clouds without hosts. May depend on the contract and {@code common.longpoll}.
 */
@NullMarked
package io.jarrah.cc.testing;

import org.jspecify.annotations.NullMarked;
