package io.jarrah.clc.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of results.
 *
 * @param items the results on it
 * @param nextToken for the request after it; null (as the SDK's builders want it) when this is the last
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {
    public Page {
        items = List.copyOf(items);
    }
}
