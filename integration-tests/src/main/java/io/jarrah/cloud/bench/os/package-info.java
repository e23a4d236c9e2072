/** Programs of the network benchmark: commands in a network namespace, and the peer that sets one rule a command. */
@NullMarked
package io.jarrah.cloud.bench.os;

import org.jspecify.annotations.NullMarked;
