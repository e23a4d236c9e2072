/**
 * Storage controllers as the cloud controller sees them: how they are reached and how they are, and what rows hold of their reports. Volumes and snapshots build on it.
 */
@NullMarked
package io.jarrah.clc.storage;

import org.jspecify.annotations.NullMarked;
