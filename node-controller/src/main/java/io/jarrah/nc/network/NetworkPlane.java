package io.jarrah.nc.network;

import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.id.InstanceId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The node's part in tenant networks. */
public interface NetworkPlane {
    /**
     * Makes that the desired network; it is on disk when this returns. A lower generation than known is ignored.
     *
     * @return the generation that is desired now
     * @throws io.jarrah.common.contract.ServiceException INVALID when it could not be applied as a whole; nothing changed then
     */
    long desire(NodeNetwork network);

    /** What is desired; empty before anything was. */
    Optional<NodeNetwork> desired();

    /**
     * Makes what the delta leads to the desired network, as {@link #desire(NodeNetwork)} would.
     *
     * @return false when the delta starts from something else than what is desired
     */
    default boolean desire(NetworkDelta delta) {
        return desired()
                .flatMap(delta::applyTo)
                .filter(network -> desire(network) == network.generation())
                .isPresent();
    }

    /**
     * Makes the actual network the desired one; idempotent, called after a change and again by the timer, by one thread at a time. Who
     * changes what is desired does not wait for it.
     *
     * @param startable run as soon as {@link #ready} tells of the desired network; checks of what was done come after
     */
    void converge(Runnable startable) throws IOException;

    /**
     * Whether the instance can be started: its segment is connected, and what its security groups permit, and nothing else,
     * would reach it.
     */
    boolean ready(InstanceId instance);

    /** Removes an instance's tap if it is still there. */
    void removeTap(String tap);

    /** IPv4 address at which other nodes reach this one's tunnels; empty when unknown, or when there are none. */
    String tunnelAddress();

    /** What hinders, for the node's health; empty when nothing does. */
    Optional<String> problem();

    /** The bridge that instances of a segment are plugged into. */
    String bridge(int segment);

    /** Whether the site's own DHCP server gives instances their addresses. */
    default boolean learns() {
        return false;
    }

    /** The addresses that the site's DHCP server gave to instances, as far as they are known; none where the cloud gives them itself. */
    default Map<InstanceId, String> learned() {
        return Map.of();
    }
}
