/**
 * The cluster's network: pure planners and renderers from the network document to links, firewall rules and dhcpd.conf, and the planes that apply them. May depend on {@code os} and the contract.
 */
@NullMarked
package io.jarrah.cc.network;

import org.jspecify.annotations.NullMarked;
