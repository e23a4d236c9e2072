/**
 * How volumes are reached over the network: what an exporter is asked for and what it says. May depend on common alone.
 */
@NullMarked
package io.jarrah.sc.export;

import org.jspecify.annotations.NullMarked;
