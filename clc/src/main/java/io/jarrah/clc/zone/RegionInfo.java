package io.jarrah.clc.zone;

/**
 * The region this cloud is.
 *
 * @param name as users sign for it
 * @param endpoint host name of the API; clients put the scheme before it
 */
public record RegionInfo(String name, String endpoint) {}
