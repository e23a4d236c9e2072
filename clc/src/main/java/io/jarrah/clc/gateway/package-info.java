/**
 * The ways out to cluster controllers and Walrus: implements the ports of the features by the registry of components and clients
 * made by injected factories. Depends on the ports, the contracts and the signer in common.
 */
@NullMarked
package io.jarrah.clc.gateway;

import org.jspecify.annotations.NullMarked;
