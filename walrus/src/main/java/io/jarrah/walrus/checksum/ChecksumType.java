package io.jarrah.walrus.checksum;

/** What a multipart object's checksum is of. */
public enum ChecksumType {
    /** Of the parts' checksums, with {@code -N} behind it. */
    COMPOSITE,
    /** Of all bytes. */
    FULL_OBJECT
}
