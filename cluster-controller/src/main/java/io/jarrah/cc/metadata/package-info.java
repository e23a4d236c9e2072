/**
 * The metadata relay: answers guests at 169.254.169.254 with what the cloud controller says of them. May depend on {@code network} and the contract.
 */
@NullMarked
package io.jarrah.cc.metadata;

import org.jspecify.annotations.NullMarked;
