/**
 * Checks of a running cloud with the real AWS SDK for Java; {@code tools/test cloud} runs them.
 *
 * <p>May depend on the AWS SDK only.
 */
@NullMarked
package io.jarrah.tools.check;

import org.jspecify.annotations.NullMarked;
