package io.jarrah.clc.keypair;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.KeyPairId;
import java.time.Instant;

/**
 * A key pair, of which only the public half is known.
 *
 * @param id key-…
 * @param account whose
 * @param name unique in the account
 * @param type rsa or ed25519
 * @param fingerprint as Amazon computes it for that type and origin
 * @param publicKey one line of OpenSSH's format, with the name as comment
 * @param created when
 */
public record KeyPair(
        KeyPairId id,
        AccountId account,
        String name,
        KeyType type,
        String fingerprint,
        String publicKey,
        Instant created) {}
