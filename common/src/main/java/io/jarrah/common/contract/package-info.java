/**
 * The Java face of the internal contracts: what CLC, Walrus, SC, CC and NC ask of each other, as interfaces and records. The WSDL in common-wsdl is the same on the wire; {@code io.jarrah.common.soap} maps between the two. May depend on {@code id} only.
 */
@NullMarked
package io.jarrah.common.contract;

import org.jspecify.annotations.NullMarked;
