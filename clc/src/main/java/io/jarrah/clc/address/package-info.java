/**
 * Public addresses: which are free, who has which, and which cluster may still translate one. Depends on the rows of clusters and on tags.
 */
@NullMarked
package io.jarrah.clc.address;

import org.jspecify.annotations.NullMarked;
