/**
 * The actions of the admin API (docs/admin-api.md). Only the cloud administrator's policies allow them. Depends on {@code action} and the features it administers.
 */
@NullMarked
package io.jarrah.clc.admin;

import org.jspecify.annotations.NullMarked;
