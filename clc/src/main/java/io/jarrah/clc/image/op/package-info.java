/**
 * The EC2 actions on images, one class each. Depends on the image's rows, tags and filters; never on a gateway.
 */
@NullMarked
package io.jarrah.clc.image.op;

import org.jspecify.annotations.NullMarked;
