/**
 * What an API action is: its table, its operation, its caller, its errors. Knows no transport and no database. Depends on common only; every feature package depends on it.
 */
@NullMarked
package io.jarrah.clc.action;

import org.jspecify.annotations.NullMarked;
