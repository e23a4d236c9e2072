/**
 * Availability zones, each of which is a cluster, and the one region. Depends on common.
 */
@NullMarked
package io.jarrah.clc.zone;

import org.jspecify.annotations.NullMarked;
