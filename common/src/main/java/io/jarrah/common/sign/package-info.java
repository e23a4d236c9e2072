/**
 * AWS request signatures, both versions, both sides: reading and verifying them at an edge, making them for clients and presigned URLs, and the signed chunks of streamed S3 bodies. Knows no HTTP server and no credentials store; depends on nothing.
 */
@NullMarked
package io.jarrah.common.sign;

import org.jspecify.annotations.NullMarked;
