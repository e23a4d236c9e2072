/**
 * Volumes and their attachments: rows and public states. Depends on instances, whose rows say what their nodes were told of volumes.
 * RFD 0040 has the design.
 */
@NullMarked
package io.jarrah.clc.volume;

import org.jspecify.annotations.NullMarked;
