package io.jarrah.cc.network;

import io.jarrah.cc.os.BridgeCommand;
import io.jarrah.cc.os.IpCommand;
import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkDocument;
import java.util.List;

/** What joins this cluster to the others, brought to what it should be. */
final class Transit {
    private final PlaneSettings settings;
    private final IpCommand ip;
    private final BridgeCommand bridge;

    Transit(PlaneSettings settings, IpCommand ip, BridgeCommand bridge) {
        this.settings = settings;
        this.ip = ip;
        this.bridge = bridge;
    }

    /**
     * Applies what differs. A cloud of one cluster costs no command.
     *
     * @param links interfaces as they are after those of the networks were made
     */
    void apply(NetworkDocument document, String tunnelAddress, List<Link> links, Repairs repairs) {
        boolean there = links.stream().anyMatch(link -> link.name().equals(TransitPlanner.DEVICE));
        if (!there && document.peers().isEmpty()) {
            return;
        }
        TransitPlanner.Present present = there
                ? new TransitPlanner.Present(
                        ip.routes(TransitPlanner.DEVICE),
                        ip.neighbours(TransitPlanner.DEVICE),
                        bridge.entries(TransitPlanner.DEVICE))
                : TransitPlanner.Present.NOTHING;
        LinkPlan plan = TransitPlanner.plan(document, tunnelAddress, settings.privateInterface(), links, present);
        repairs.note("the way to other clusters", plan.ip());
        repairs.note("tunnel ends of other clusters", plan.bridge());
        ip.batch(plan.ip());
        bridge.batch(plan.bridge());
    }
}
