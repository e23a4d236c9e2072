/**
 * Keys and certificates of the components: the cloud's own certificate authority, key stores on disk, certificate requests, fingerprints and one-time join tokens. May depend on {@code contract} and {@code id} only; Bouncy Castle builds certificates and is never registered as a provider.
 */
@NullMarked
package io.jarrah.common.pki;

import org.jspecify.annotations.NullMarked;
