package io.jarrah.common.contract;

import java.util.IdentityHashMap;

/**
 * {@link NetworkDigest} of documents of which each shares most with the one before, by the same objects: what these add is remembered, which
 * takes a few megabytes for a large document, and a tenth of the time. Safe for use by several threads.
 */
public final class NetworkDigests {
    private IdentityHashMap<Object, byte[]> known = new IdentityHashMap<>();

    /** Nothing remembered yet. */
    public NetworkDigests() {}

    /** In 64 hex digits. */
    public synchronized String of(NetworkDocument document) {
        // Only what this document has is kept.
        IdentityHashMap<Object, byte[]> used =
                new IdentityHashMap<>(document.groups().size() + 2);
        String digest = NetworkDigest.of(document, (of, part, write) -> {
            byte[] written = known.get(part);
            if (written == null) {
                written = of.recorded(write);
            } else {
                of.replay(written);
            }
            used.put(part, written);
        });
        known = used;
        return digest;
    }
}
