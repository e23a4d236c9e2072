/**
 * Instance types: the built-in ones and those an operator defined. Depends on {@code action} (errors) and common.
 */
@NullMarked
package io.jarrah.clc.instancetype;

import org.jspecify.annotations.NullMarked;
