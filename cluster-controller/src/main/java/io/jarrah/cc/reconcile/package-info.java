/**
 * The loops: watching nodes, carrying out steps at them, applying the network, placing what waits. May depend on {@code books}, {@code node} and {@code network}.
 */
@NullMarked
package io.jarrah.cc.reconcile;

import org.jspecify.annotations.NullMarked;
