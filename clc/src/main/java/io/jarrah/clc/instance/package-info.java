/**
 * Instances: rows, the public state computed from desired and observed, and the ports their operations need. Depends on
 * the contracts and ids in common.
 */
@NullMarked
package io.jarrah.clc.instance;

import org.jspecify.annotations.NullMarked;
