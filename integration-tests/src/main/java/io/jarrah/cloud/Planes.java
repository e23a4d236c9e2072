package io.jarrah.cloud;

import io.jarrah.cc.network.NetworkPlane;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The networks of a cloud in one JVM, when they are real.
 *
 * @param cluster makes the cluster controller's
 * @param node makes a node's, by its name
 */
public record Planes(Supplier<NetworkPlane> cluster, Function<String, io.jarrah.nc.network.NetworkPlane> node) {}
