/**
 * The actions on an account's default VPC and its objects. Depends on the rows of networks and instances; the actions on instances show
 * the same network interfaces through {@code Eni}.
 */
@NullMarked
package io.jarrah.clc.vpc.op;

import org.jspecify.annotations.NullMarked;
