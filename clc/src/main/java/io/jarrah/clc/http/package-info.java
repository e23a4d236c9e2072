/**
 * The public HTTP edge: reads a request within limits, finds its API, has it authenticated, decoded, authorised and executed, and renders the answer. Depends on {@code action}, {@code auth} and common; no operation depends on it.
 */
@NullMarked
package io.jarrah.clc.http;

import org.jspecify.annotations.NullMarked;
