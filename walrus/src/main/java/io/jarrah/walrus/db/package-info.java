/** Walrus' rows: buckets, objects, uploads and their parts, and the queries over them. Works inside a unit of work that the caller opened. May depend on {@code common.db} and {@code checksum}. */
@NullMarked
package io.jarrah.walrus.db;

import org.jspecify.annotations.NullMarked;
