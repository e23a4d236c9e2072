/**
 * DescribeAvailabilityZones and DescribeRegions.
 */
@NullMarked
package io.jarrah.clc.zone.op;

import org.jspecify.annotations.NullMarked;
