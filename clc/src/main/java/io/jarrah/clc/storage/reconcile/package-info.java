/**
 * Listening to storage controllers and what is remembered of what they were told, whether that is about volumes or snapshots. Depends on nothing of either. An edge, so it may catch
 * broadly.
 */
@NullMarked
package io.jarrah.clc.storage.reconcile;

import org.jspecify.annotations.NullMarked;
