/** The edge to S3's clients: Jetty core, without blocking on a socket ever; turns requests into calls, replies into answers and failures into error documents. May depend on everything of Walrus. */
@NullMarked
package io.jarrah.walrus.http;

import org.jspecify.annotations.NullMarked;
