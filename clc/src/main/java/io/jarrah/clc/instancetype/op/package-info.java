/**
 * DescribeInstanceTypes.
 */
@NullMarked
package io.jarrah.clc.instancetype.op;

import org.jspecify.annotations.NullMarked;
