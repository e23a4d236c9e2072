package io.jarrah.walrus.s3;

import java.io.IOException;

/** What an action does. It may wait for the database and the disk, never for the client. */
public sealed interface Operation {
    /** Needs no body; one that was sent is ignored. */
    @FunctionalInterface
    non-sealed interface Simple extends Operation {
        Reply execute(Call call) throws IOException;
    }

    /** Needs a document. */
    non-sealed interface WithDocument extends Operation {
        /** The longest document that is read, in bytes. */
        int maxBytes();

        /** Whether the request's x-amz-checksum- headers are about the document. */
        default boolean checksumIsOfDocument() {
            return true;
        }

        /** Called with the whole document, whose digests were compared with what the request says. */
        Reply execute(Call call, byte[] document) throws IOException;
    }

    /** Takes a stream in. */
    @FunctionalInterface
    non-sealed interface WithContent extends Operation {
        /** Judges the request before a byte of its body is asked for. */
        ContentSink begin(Call call) throws IOException;
    }
}
