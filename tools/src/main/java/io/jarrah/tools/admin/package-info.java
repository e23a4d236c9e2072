/**
 * The administrator's command line, {@code tools/admin}: a client of the admin API (docs/admin-api.md). Depends on common's signer, picocli and Jackson.
 */
@NullMarked
package io.jarrah.tools.admin;

import org.jspecify.annotations.NullMarked;
