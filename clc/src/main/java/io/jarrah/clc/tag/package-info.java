/**
 * Tags: rows of (account, resource, key, value), what may be tagged, and the limits. Depends on {@code action} and Hibernate.
 */
@NullMarked
package io.jarrah.clc.tag;

import org.jspecify.annotations.NullMarked;
