package io.jarrah.common.contract;

import io.jarrah.common.id.ImageId;
import java.net.URI;

/**
 * One image file a node must have before it can boot an instance.
 *
 * @param id the image; the node caches by it and the digest
 * @param url presigned GET at Walrus, valid for an hour; a re-sent request carries a fresh one
 * @param sizeBytes length of the file in bytes
 * @param sha256 digest of the file, 64 lower-case hex digits
 * @param format how the bytes are laid out
 */
public record ImageSource(ImageId id, URI url, long sizeBytes, String sha256, Format format) {
    /** Layouts a node can boot from. */
    public enum Format {
        /** Plain bytes: a disk, a file system, a kernel or a ramdisk. */
        RAW,
        /** QEMU's copy-on-write format. */
        QCOW2
    }

    public ImageSource {
        if (sizeBytes < 0 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("image " + id + " needs a size and a SHA-256 digest in hex");
        }
    }
}
