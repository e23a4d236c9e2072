package io.jarrah.common.contract;

import java.time.Instant;

/**
 * A SigV4 key derived for one day, one region and one service; the secret cannot be had from it.
 *
 * @param key 32 bytes, HMAC-SHA256 chain of the SigV4 specification
 * @param principal whose key it is
 * @param expires do not keep it longer; a deleted access key stops working by then at the latest
 */
public record SigningKey(byte[] key, VerifiedPrincipal principal, Instant expires) {}
