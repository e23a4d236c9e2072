/**
 * What an instance may read at 169.254.169.254 about itself. Depends on the rows of instances, images and networks.
 */
@NullMarked
package io.jarrah.clc.metadata;

import org.jspecify.annotations.NullMarked;
