/**
 * Measures the network at full size: {@code tools/bench network}. It is here and not with the other benchmarks because it puts
 * parts of several services into one JVM.
 */
@NullMarked
package io.jarrah.cloud.bench;

import org.jspecify.annotations.NullMarked;
