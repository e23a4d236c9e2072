/**
 * The EC2 actions on instances, one class each. Depends on the features whose rows a launch touches; never on a gateway.
 */
@NullMarked
package io.jarrah.clc.instance.op;

import org.jspecify.annotations.NullMarked;
