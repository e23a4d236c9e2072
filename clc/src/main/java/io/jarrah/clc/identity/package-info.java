/**
 * The identity service that the cloud controller is to all other components. Depends on {@code account}, {@code component} and common.
 */
@NullMarked
package io.jarrah.clc.identity;

import org.jspecify.annotations.NullMarked;
