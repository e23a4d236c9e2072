/**
 * The node controller: instances on one host. This package puts its parts together; nothing else may depend on it.
 */
@NullMarked
package io.jarrah.nc;

import org.jspecify.annotations.NullMarked;
