package io.jarrah.common.sign;

import java.time.Instant;

/** The chain of signatures over the chunks of one streamed body; each covers the one before, the first the request's own. Not thread-safe. */
final class ChunkSigner {
    private final byte[] signingKey;
    private final String timestamp;
    private final CredentialScope scope;
    private String previous;

    ChunkSigner(byte[] signingKey, Instant signedAt, CredentialScope scope, String seedSignature) {
        this.signingKey = signingKey.clone();
        this.timestamp = SigV4Keys.timestamp(signedAt);
        this.scope = scope;
        this.previous = seedSignature;
    }

    /** The signature of the next chunk. */
    String chunk(String sha256) {
        return next("AWS4-HMAC-SHA256-PAYLOAD", SigV4Keys.EMPTY_SHA256 + "\n" + sha256);
    }

    /** The signature of the trailer, after the last chunk. */
    String trailer(String canonicalTrailer) {
        return next("AWS4-HMAC-SHA256-TRAILER", SigV4Keys.sha256Hex(canonicalTrailer));
    }

    private String next(String kind, String hashes) {
        previous = SigV4Keys.sign(signingKey, kind + "\n" + timestamp + "\n" + scope + "\n" + previous + "\n" + hashes);
        return previous;
    }
}
