package io.jarrah.cloud;

import io.jarrah.cc.network.NetworkPlane;
import io.jarrah.cc.network.SimulatedNetworkPlane;
import io.jarrah.nc.network.NoNetworkPlane;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The networks of a cloud in one JVM.
 *
 * @param cluster makes the cluster controller's
 * @param node makes a node's, by its name
 */
public record Planes(Supplier<NetworkPlane> cluster, Function<String, io.jarrah.nc.network.NetworkPlane> node) {
    /** Nothing that needs root. */
    public static final Planes SIMULATED = new Planes(SimulatedNetworkPlane::new, name -> new NoNetworkPlane());
}
