/**
 * May this principal do that? One pure decision function over policies, with IAM's semantics, asked by the cloud controller and by object storage. Knows nothing of HTTP, the database or where policies come from. Depends on {@code contract} and {@code id} only.
 */
@NullMarked
package io.jarrah.common.authz;

import org.jspecify.annotations.NullMarked;
