/**
 * Snapshots: rows, who may begin volumes with them, public states. Depends on nothing of volumes, which begin with snapshots; RFD 0041 has the design.
 */
@NullMarked
package io.jarrah.clc.snapshot;

import org.jspecify.annotations.NullMarked;
