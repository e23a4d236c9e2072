/**
 * The cluster controller: node inventory and placement, the cluster's network, the metadata relay. This package puts
 * the parts together and may depend on all of them; nothing depends on it.
 */
@NullMarked
package io.jarrah.cc;

import org.jspecify.annotations.NullMarked;
