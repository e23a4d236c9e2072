/**
 * Who of a cluster's two controllers is in charge: a supervised keepalived, and the gate that keeps a host whose controller is not in charge from answering. May depend on {@code os} and the contract.
 */
@NullMarked
package io.jarrah.cc.lease;

import org.jspecify.annotations.NullMarked;
