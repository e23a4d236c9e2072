/**
 * What is to be done at one node, as a pure function of what is desired and observed. May depend on {@code books}.
 */
@NullMarked
package io.jarrah.cc.node;

import org.jspecify.annotations.NullMarked;
