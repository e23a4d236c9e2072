/**
 * Tenant networks: one per account and zone, a slice of VNET_SUBNET with a segment of its own. Depends on cluster rows only.
 */
@NullMarked
package io.jarrah.clc.network;

import org.jspecify.annotations.NullMarked;
