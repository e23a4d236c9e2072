/** Where the bytes of objects lie: immutable blobs by id, written once, durable before they are named, and never under a name that a client chose. Depends on nothing of Walrus. */
@NullMarked
package io.jarrah.walrus.blob;

import org.jspecify.annotations.NullMarked;
