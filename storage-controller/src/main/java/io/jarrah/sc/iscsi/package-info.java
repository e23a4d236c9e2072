/**
 * Exports by iSCSI (RFC 7143): tgt's daemon, told what to do over its management socket. May depend on {@code export} and {@code os}.
 */
@NullMarked
package io.jarrah.sc.iscsi;

import org.jspecify.annotations.NullMarked;
