/**
 * The AWS SDK's message model run in reverse: Query parameters and S3 XML bodies become SDK request objects, SDK response objects become XML. Depends on the SDK only; {@code SdkModel} is the one class that touches its protected API.
 */
@NullMarked
package io.jarrah.common.aws;

import org.jspecify.annotations.NullMarked;
