/** The S3 service: composition of its parts, and the process. May depend on everything of Walrus and common. */
@NullMarked
package io.jarrah.walrus;

import org.jspecify.annotations.NullMarked;
