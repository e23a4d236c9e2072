/**
 * CreateKeyPair, ImportKeyPair, DescribeKeyPairs, DeleteKeyPair.
 */
@NullMarked
package io.jarrah.clc.keypair.op;

import org.jspecify.annotations.NullMarked;
