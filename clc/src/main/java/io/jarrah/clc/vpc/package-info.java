/**
 * An account's default VPC, which is how today's clients see its networks. Depends on nothing but ids; the actions are in {@code op}.
 */
@NullMarked
package io.jarrah.clc.vpc;

import org.jspecify.annotations.NullMarked;
