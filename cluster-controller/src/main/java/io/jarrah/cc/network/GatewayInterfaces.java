package io.jarrah.cc.network;

import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Wiring;
import java.util.Collection;
import java.util.List;

/**
 * Which interface of this host serves which tenant network: it has the network's gateway address, and packets of the network's
 * guests come in and leave by it. Where networks are apart, each has a bridge of its own; where they share one layer 2,
 * the private interface serves all of them, beside the nodes and whoever else is there. Pure.
 *
 * @param wiring how networks get to the nodes
 * @param privateInterface where the nodes are reached
 * @param subnet the prefix that all tenants' networks are cut from
 */
public record GatewayInterfaces(Wiring wiring, String privateInterface, Ipv4Prefix subnet) {
    /** Every interface that can serve a network, in the form of dnsmasq: a name, or how names of ours begin and then *. */
    public String pattern() {
        return shared() ? privateInterface : SegmentNames.BRIDGE + "*";
    }

    /** Whether networks share one layer 2 with the hosts. */
    boolean shared() {
        return wiring == Wiring.SHARED;
    }

    /** The interface that serves that network. */
    String of(NetworkSegment network) {
        return shared() ? privateInterface : SegmentNames.bridge(network.segment());
    }

    /** The interfaces that serve these networks, each once. */
    List<String> of(Collection<NetworkSegment> networks) {
        return networks.stream().map(this::of).distinct().toList();
    }

    /** How iptables knows a packet that came from a tenant's network, or says so; in FORWARD and INPUT. */
    String from() {
        return shared()
                ? "-s " + subnet + " -i " + privateInterface
                : "-m devgroup --src-group 0x" + Integer.toHexString(LinkPlanner.GROUP);
    }

    /** How iptables knows a packet that goes to a tenant's network; in FORWARD and POSTROUTING. */
    String to() {
        return shared()
                ? "-d " + subnet + " -o " + privateInterface
                : "-m devgroup --dst-group 0x" + Integer.toHexString(LinkPlanner.GROUP);
    }
}
