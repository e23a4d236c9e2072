/**
 * Brings clusters and images to what the rows say, and the rows to what clusters report: planners are pure, reconcilers take a
 * key, observers long-poll. Depends on the features' rows and ports; an edge, so it may catch broadly.
 */
@NullMarked
package io.jarrah.clc.reconcile;

import org.jspecify.annotations.NullMarked;
