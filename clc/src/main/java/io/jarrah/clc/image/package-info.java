/**
 * Images: rows, their computed state, who may see them, and the port to the object store. Depends on the contracts and ids in
 * common.
 */
@NullMarked
package io.jarrah.clc.image;

import org.jspecify.annotations.NullMarked;
