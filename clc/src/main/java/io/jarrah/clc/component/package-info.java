/**
 * The registry of components: who belongs to the cloud, with which certificate, where, and by which one-time token it may join. Depends on {@code action} (errors), {@code zone} and common.
 */
@NullMarked
package io.jarrah.clc.component;

import org.jspecify.annotations.NullMarked;
