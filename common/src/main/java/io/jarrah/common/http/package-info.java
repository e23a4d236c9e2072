/**
 * Jetty core as Jarrah uses it: limits on what a stranger can send, health and metrics. May depend on {@code lifecycle}.
 */
@NullMarked
package io.jarrah.common.http;

import org.jspecify.annotations.NullMarked;
