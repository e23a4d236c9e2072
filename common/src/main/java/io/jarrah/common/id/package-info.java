/**
 * Typed ids of cloud resources: an {@code InstanceId} is not an {@code ImageId} at compile time. Depends on nothing.
 */
@NullMarked
package io.jarrah.common.id;

import org.jspecify.annotations.NullMarked;
