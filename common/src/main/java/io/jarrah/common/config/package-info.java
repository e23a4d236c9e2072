/**
 * One typed configuration file for all services, {@code jarrah.conf}: parsed, never sourced; every problem reported at once. Depends on nothing of Jarrah.
 */
@NullMarked
package io.jarrah.common.config;

import org.jspecify.annotations.NullMarked;
