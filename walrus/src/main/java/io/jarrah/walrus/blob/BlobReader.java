package io.jarrah.walrus.blob;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open blob. Not safe for threads. */
public interface BlobReader extends Closeable {
    /** Its length in bytes. */
    long size() throws IOException;

    /** Reads at most the buffer's remaining bytes from that position; -1 at the end. */
    int read(ByteBuffer buffer, long position) throws IOException;
}
