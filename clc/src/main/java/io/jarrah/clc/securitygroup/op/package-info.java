/**
 * The actions on security groups and their rules, one class each. Depends on {@code securitygroup}, {@code vpc}, {@code filter} and
 * {@code tag.op}.
 */
@NullMarked
package io.jarrah.clc.securitygroup.op;

import org.jspecify.annotations.NullMarked;
