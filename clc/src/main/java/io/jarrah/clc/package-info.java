/**
 * The cloud controller's composition root: everything is built and wired here, and nothing else imports it.
 */
@NullMarked
package io.jarrah.clc;

import org.jspecify.annotations.NullMarked;
