/**
 * Names of instances: a supervised dnsmasq that answers for the private domain out of the network document and passes on all other questions. May depend on {@code os}, {@code network} and the contract.
 */
@NullMarked
package io.jarrah.cc.dns;

import org.jspecify.annotations.NullMarked;
