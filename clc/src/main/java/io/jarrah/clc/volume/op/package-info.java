/**
 * The EC2 actions on volumes, one class each. They write what is desired and answer.
 */
@NullMarked
package io.jarrah.clc.volume.op;

import org.jspecify.annotations.NullMarked;
