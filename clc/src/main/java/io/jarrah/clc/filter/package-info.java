/**
 * {@code Filter.N}, {@code MaxResults} and {@code NextToken} of the Describe actions. Pure. Depends on {@code action} and the SDK's Filter type.
 */
@NullMarked
package io.jarrah.clc.filter;

import org.jspecify.annotations.NullMarked;
