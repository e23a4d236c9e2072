/**
 * Volumes and snapshots that need no root, no disk and no network: for tests, and for a cloud in one process. May depend on {@code backend} and {@code export}.
 */
@NullMarked
package io.jarrah.sc.simulated;

import org.jspecify.annotations.NullMarked;
