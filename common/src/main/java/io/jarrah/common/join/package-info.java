/**
 * How a component becomes part of the cloud and stays informed of it: a one-time token buys a certificate, and the registry of components is pulled from the cloud controller and kept on disk. May depend on {@code contract}, {@code pki}, {@code soap}, {@code state} and {@code lifecycle}.
 */
@NullMarked
package io.jarrah.common.join;

import org.jspecify.annotations.NullMarked;
