/**
 * Small durable documents: a record in a JSON file, replaced atomically. Depends on nothing of Jarrah.
 */
@NullMarked
package io.jarrah.common.state;

import org.jspecify.annotations.NullMarked;
