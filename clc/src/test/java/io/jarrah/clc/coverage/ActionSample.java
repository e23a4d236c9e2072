package io.jarrah.clc.coverage;

import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * What is tried of one action, besides that it refuses unsigned requests.
 *
 * @param works calls it as alice through Amazon's SDK and looks at what the SDK read
 * @param stranger calls it as bob and asserts that he neither sees nor changes what is alice's
 * @param error a call that must be refused
 * @param errorCode with this code
 */
record ActionSample(
        Consumer<World> works, Consumer<World> stranger, Function<World, ThrowingCallable> error, String errorCode) {}
