/**
 * Who sends a request, and may they: signature verification and the policy decision. Depends on {@code action}, {@code account} and common.
 */
@NullMarked
package io.jarrah.clc.auth;

import org.jspecify.annotations.NullMarked;
