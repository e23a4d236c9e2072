/**
 * The actions of STS.
 */
@NullMarked
package io.jarrah.clc.sts.op;

import org.jspecify.annotations.NullMarked;
