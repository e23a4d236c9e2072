package io.jarrah.clc.image;

import java.net.URI;
import java.time.Instant;

/** Makes the URLs by which nodes download images; a port that the gateway implements. */
@FunctionalInterface
public interface ImageLinks {
    /** A presigned GET of the object, valid from now for an hour. */
    URI link(String bucket, String key, Instant now);
}
