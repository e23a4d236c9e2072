/**
 * Security groups: their rules, which instances are in them, and the limits. Every rule change makes the network documents of all
 * clusters others. Depends on {@code action}, {@code cluster}, {@code tag}, {@code vpc} and Hibernate; knows instances by their ids only.
 */
@NullMarked
package io.jarrah.clc.securitygroup;

import org.jspecify.annotations.NullMarked;
