package io.jarrah.cc.network;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.lifecycle.Service;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Carries a network document out. */
public interface NetworkPlane extends Service {
    /**
     * Makes the cluster's network what the document says, and repairs what drifted from it. Idempotent.
     *
     * @param tunnelPeers IPv4 addresses of the nodes' tunnel ends
     * @return when to apply it again, because a part gathers changes before it takes them; zero when all is done
     */
    Duration apply(NetworkDocument document, Collection<String> tunnelPeers);

    /** IPv4 address the nodes send VXLAN to; empty when there are no tunnels. */
    String tunnelAddress();

    /** What keeps the network from being what it should be and only an administrator can change; empty when all is well. */
    Optional<String> problem();
}
