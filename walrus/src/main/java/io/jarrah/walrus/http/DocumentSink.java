package io.jarrah.walrus.http;

import io.jarrah.walrus.checksum.ContentDigests;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.BodyClaims;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.ContentSink;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Collects a document up to its operation's limit, compares it with what the request says of it, and executes. */
final class DocumentSink implements ContentSink {
    private final Operation.WithDocument operation;
    private final Call call;
    private final BodyClaims claims;
    private final ContentDigests digests;
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();

    DocumentSink(Operation.WithDocument operation, Call call) {
        this.operation = operation;
        this.call = call;
        this.claims =
                operation.checksumIsOfDocument() ? call.body() : call.body().withoutChecksum();
        this.digests = new ContentDigests(claims.sha256Hex().isPresent(), claims.checksum());
        if (claims.length() > operation.maxBytes()) {
            throw tooLong();
        }
    }

    private S3Exception tooLong() {
        return new S3Exception(S3Error.MaxMessageLengthExceeded)
                .with("MaxMessageLengthBytes", Integer.toString(operation.maxBytes()));
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (document.size() + bytes.remaining() > operation.maxBytes()) {
            throw tooLong();
        }
        digests.update(bytes);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        document.writeBytes(copy);
    }

    @Override
    public Reply complete(Map<String, String> trailers) throws IOException {
        claims.verify(digests.finish(), trailers);
        return operation.execute(call, document.toByteArray());
    }

    @Override
    public void close() {
        document.reset();
    }
}
