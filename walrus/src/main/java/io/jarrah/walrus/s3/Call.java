package io.jarrah.walrus.s3;

import io.jarrah.common.contract.Correlation;

/**
 * One request, authenticated and routed.
 *
 * @param correlation the request id the client is answered
 * @param caller who sent it
 * @param action what it asks for
 * @param target about what
 * @param query its query string
 * @param headers its headers, with the x-amz- parameters of a presigned URL among them
 * @param body what it says about its body
 * @param resource path as sent, for messages
 */
public record Call(
        Correlation correlation,
        Caller caller,
        S3Action action,
        Target target,
        Query query,
        RequestHeaders headers,
        BodyClaims body,
        String resource) {}
