package io.jarrah.walrus.object;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.walrus.checksum.ContentDigests;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.BodyClaims;
import io.jarrah.walrus.s3.ContentSink;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.Objects;
import io.jarrah.walrus.store.PendingContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Takes the bytes of one object or part in, compares them with what the request says, then hands them on to be committed. */
public final class UploadSink implements ContentSink {
    /** Amazon's limit for one PUT. */
    public static final long MAX_BYTES = 5L << 30;

    /** What happens to content that was found good. */
    @FunctionalInterface
    public interface Commit {
        Reply commit(PendingContent content, ContentDigests.Result digests) throws IOException;
    }

    private final PendingContent content;
    private final BodyClaims claims;
    private final Commit commit;

    private UploadSink(PendingContent content, BodyClaims claims, Commit commit) {
        this.content = content;
        this.claims = claims;
        this.commit = commit;
    }

    /**
     * Makes room for what is announced.
     *
     * @param algorithm checksum to compute; the claimed one when empty
     * @throws S3Exception MissingContentLength, EntityTooLarge
     */
    public static UploadSink open(
            Objects objects, BodyClaims claims, Optional<ChecksumAlgorithm> algorithm, Commit commit)
            throws IOException {
        if (claims.length() < 0) {
            throw new S3Exception(S3Error.MissingContentLength);
        }
        if (claims.length() > MAX_BYTES) {
            throw new S3Exception(S3Error.EntityTooLarge)
                    .with("ProposedSize", Long.toString(claims.length()))
                    .with("MaxSizeAllowed", Long.toString(MAX_BYTES));
        }
        PendingContent content =
                objects.receive(claims.length(), claims.sha256Hex().isPresent(), algorithm.or(claims::checksum));
        return new UploadSink(content, claims, commit);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        content.write(bytes);
    }

    @Override
    public Reply complete(Map<String, String> trailers) throws IOException {
        ContentDigests.Result digests = content.finish();
        claims.verify(digests, trailers);
        return commit.commit(content, digests);
    }

    @Override
    public void close() {
        content.close();
    }
}
