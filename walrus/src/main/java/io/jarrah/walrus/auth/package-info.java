/** Finds out who sent a request, by asking the identity service for derived keys; no secret is ever here. May depend on {@code common.sign} and {@code s3}. */
@NullMarked
package io.jarrah.walrus.auth;

import org.jspecify.annotations.NullMarked;
