/**
 * Brings storage controllers and nodes to what the rows of volumes say, and the rows to what storage controllers report: planners are pure, reconcilers take a
 * key, the listener is called by a long poll.
 */
@NullMarked
package io.jarrah.clc.volume.reconcile;

import org.jspecify.annotations.NullMarked;
