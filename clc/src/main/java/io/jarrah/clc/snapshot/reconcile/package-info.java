/**
 * Brings storage controllers to what the rows of snapshots say, and the rows to what they report: the planner is pure, the reconciler takes a key, the listener is called by a long
 * poll.
 */
@NullMarked
package io.jarrah.clc.snapshot.reconcile;

import org.jspecify.annotations.NullMarked;
