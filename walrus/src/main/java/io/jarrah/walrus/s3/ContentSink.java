package io.jarrah.walrus.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Takes the body of one request as it comes. Not safe for threads. Closing it before {@link #complete} leaves nothing behind. */
public interface ContentSink extends AutoCloseable {
    /** The next bytes of the content, without chunk framing; all of them are taken. */
    void write(ByteBuffer bytes) throws IOException;

    /**
     * After the last byte: judges, stores and answers.
     *
     * @param trailers lower-case name to value
     */
    Reply complete(Map<String, String> trailers) throws IOException;

    @Override
    void close();
}
