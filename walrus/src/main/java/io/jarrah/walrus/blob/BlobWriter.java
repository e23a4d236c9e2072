package io.jarrah.walrus.blob;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A blob being written. Not safe for threads. Exactly one of {@link #keep}, {@link #abandon} and {@link #close} without
 * either ends it; {@code close} after one of them does nothing.
 */
public interface BlobWriter extends AutoCloseable {
    /** Its name. */
    BlobId id();

    /** Appends all remaining bytes. */
    void write(ByteBuffer bytes) throws IOException;

    /** Makes it durable under its name: when this returns, a power cut does not lose a byte of it. */
    void seal() throws IOException;

    /** After {@link #seal}: the metadata refers to it from now on. */
    void keep();

    /** After {@link #seal}: whether the metadata refers to it is not known (the commit's answer got lost); a sweep decides. */
    void abandon();

    /** Removes it, when it was neither kept nor abandoned. */
    @Override
    void close();
}
