/**
 * Clusters (availability zones) and their nodes as last heard: rows, capacity, the ports to reach and to wake a cluster.
 * Depends on the contracts and ids in common; knows nothing of instances.
 */
@NullMarked
package io.jarrah.clc.cluster;

import org.jspecify.annotations.NullMarked;
