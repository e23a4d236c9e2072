/** The vocabulary of the S3 protocol: actions, routes, calls, replies, ranges, conditions and claims about bodies, free of any HTTP server. May depend on {@code store}, {@code checksum} and {@code error}. */
@NullMarked
package io.jarrah.walrus.s3;

import org.jspecify.annotations.NullMarked;
