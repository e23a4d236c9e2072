package io.jarrah.clc.tag;

/**
 * A tag of a resource.
 *
 * @param resourceType as EC2 names it, such as {@code instance}, {@code key-pair}
 * @param resourceId id of the resource
 * @param key 1 to 128 characters
 * @param value 0 to 256 characters
 */
public record TagRow(String resourceType, String resourceId, String key, String value) {}
