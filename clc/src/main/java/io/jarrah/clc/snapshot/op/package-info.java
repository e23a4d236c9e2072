/**
 * The EC2 actions on snapshots, one class each. They write what is desired and answer.
 */
@NullMarked
package io.jarrah.clc.snapshot.op;

import org.jspecify.annotations.NullMarked;
