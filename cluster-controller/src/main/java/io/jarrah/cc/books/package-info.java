/**
 * What the cluster knows and wants: instances, nodes, the network document, on disk before it is answered; placement and the capacity ledger. May depend on {@code common.state}, {@code common.longpoll} and the contract.
 */
@NullMarked
package io.jarrah.cc.books;

import org.jspecify.annotations.NullMarked;
