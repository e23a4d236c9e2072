/**
 * Doubles and fixtures of the cloud controller for tests, here and in other modules.
 */
@NullMarked
package io.jarrah.clc.testing;

import org.jspecify.annotations.NullMarked;
