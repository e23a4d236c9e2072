/**
 * Key pairs: rows, key formats and Amazon's fingerprints. Private keys pass through and are never kept. Depends on {@code action}, {@code tag} and common.
 */
@NullMarked
package io.jarrah.clc.keypair;

import org.jspecify.annotations.NullMarked;
