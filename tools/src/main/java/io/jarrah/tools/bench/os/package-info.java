/**
 * The commands that peers are made of: virsh and qemu-img.
 */
@NullMarked
package io.jarrah.tools.bench.os;

import org.jspecify.annotations.NullMarked;
