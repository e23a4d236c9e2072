package io.jarrah.nc.network;

import io.jarrah.common.net.InterfaceNames;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Wiring;

/**
 * How instances of this node reach those of the others.
 *
 * @param wiring how networks get from host to host
 * @param device interface that faces the other hosts (VNET_PRIVINTERFACE)
 * @param bridge the administrator's bridge that instances are plugged into where all networks share one layer 2 (VNET_BRIDGE)
 * @param subnet the prefix that all tenants' networks are cut from (VNET_SUBNET)
 */
public record Uplink(Wiring wiring, String device, String bridge, Ipv4Prefix subnet) {
    /** @throws IllegalArgumentException when a name could not be an interface's */
    public Uplink {
        InterfaceNames.require("VNET_PRIVINTERFACE", device);
        InterfaceNames.require("VNET_BRIDGE", bridge);
    }

    /** Networks are VXLANs over that interface. */
    public static Uplink vxlan(String device) {
        return new Uplink(Wiring.VXLAN, device, "br0", Ipv4Prefix.parse("172.16.0.0/12"));
    }

    /** The bridge that instances of a segment are plugged into. */
    String bridge(int segment) {
        return wiring == Wiring.SHARED ? bridge : SegmentPlan.bridge(segment);
    }

    /** What leads out of a segment's own bridge. */
    String port(int segment) {
        return wiring == Wiring.VLAN ? SegmentPlan.vlan(segment) : SegmentPlan.vxlan(segment);
    }
}
