package io.jarrah.walrus.auth;

import io.jarrah.common.sign.AwsChunkedDecoder;
import io.jarrah.common.sign.PayloadHash;
import io.jarrah.common.sign.SigV4Signature;
import io.jarrah.walrus.s3.Caller;
import java.util.Optional;
import java.util.Set;

/**
 * Who sent a request, and how its body is protected.
 *
 * @param caller who
 * @param payload how the body is protected
 * @param chunks the signature and key that the chunks of the body continue, when they are signed
 */
public record Authenticated(Caller caller, PayloadHash payload, Optional<ChunkChain> chunks) {
    /** Where a chain of chunk signatures begins. */
    record ChunkChain(SigV4Signature signature, byte[] signingKey) {}

    static Authenticated unsignedBody(Caller caller) {
        return new Authenticated(caller, PayloadHash.UNSIGNED, Optional.empty());
    }

    /** Whether the body is framed as aws-chunked. */
    public boolean isChunked() {
        return payload.kind().isChunked();
    }

    /** The digest that the body must have, in lower-case hex digits. */
    public Optional<String> sha256Hex() {
        return payload.kind() == PayloadHash.Kind.SHA256
                ? Optional.of(payload.text().toLowerCase(java.util.Locale.ROOT))
                : Optional.empty();
    }

    /** A decoder of the framing, which also verifies chunk signatures; only when {@link #isChunked}. */
    public AwsChunkedDecoder decoder(long decodedLength, Set<String> announcedTrailers) {
        return chunks.map(chain ->
                        AwsChunkedDecoder.of(chain.signature(), chain.signingKey(), decodedLength, announcedTrailers))
                .orElseGet(() -> AwsChunkedDecoder.unsigned(decodedLength, announcedTrailers));
    }
}
