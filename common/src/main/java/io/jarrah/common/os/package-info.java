/**
 * The only place that runs external commands: argument lists, never a shell; every command has a time limit and a typed failure. Depends on nothing of Jarrah.
 */
@NullMarked
package io.jarrah.common.os;

import org.jspecify.annotations.NullMarked;
