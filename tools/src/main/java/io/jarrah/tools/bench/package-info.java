/**
 * {@code tools/bench}: figures as ratios to a named peer, or to a limit, measured in the same run. Drives the cloud as any user does, through the AWS SDK. May depend on {@code common}.
 */
@NullMarked
package io.jarrah.tools.bench;

import org.jspecify.annotations.NullMarked;
