/**
 * Accounts, users and access keys: rows, rules, and secrets sealed at rest. Depends on {@code action} (errors) and common.
 */
@NullMarked
package io.jarrah.clc.account;

import org.jspecify.annotations.NullMarked;
