package io.jarrah.cc.os;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network interface as {@code ip -N -j -d addr show} tells it.
 *
 * @param name interface name
 * @param index the kernel's number; a new interface of the same name gets another
 * @param kind bridge, vxlan, veth…; empty for a physical one
 * @param mac lower case; empty when it has none
 * @param mtu bytes
 * @param up whether it is administratively up
 * @param master the bridge it is a port of
 * @param group number of the group of interfaces it is in; 0 when nobody put it into one
 * @param noIpv6LinkLocal whether no IPv6 link-local address is made for it
 * @param addresses IPv4 addresses with prefix length, such as 172.16.10.1/24
 * @param vxlan the tunnel's parameters when the kind is vxlan
 * @param vlan the tag and where it is when the kind is vlan
 * @param labels the labels of addresses, where they are not the interface's name
 * @param addresses6 IPv6 addresses with prefix length, such as fe80::1/64
 */
public record Link(
        String name,
        int index,
        String kind,
        String mac,
        int mtu,
        boolean up,
        Optional<String> master,
        int group,
        boolean noIpv6LinkLocal,
        List<String> addresses,
        Optional<Vxlan> vxlan,
        Optional<Vlan> vlan,
        Map<String, String> labels,
        List<String> addresses6) {
    public Link {
        addresses = List.copyOf(addresses);
        addresses6 = List.copyOf(addresses6);
        labels = Map.copyOf(labels);
    }

    /** Its addresses with that label. */
    public List<String> labelled(String label) {
        return addresses.stream()
                .filter(address -> label.equals(labels.get(address)))
                .toList();
    }

    /**
     * Parameters of a VXLAN interface.
     *
     * @param id network identifier
     * @param local IPv4 address it sends from
     * @param device interface it sends through; empty when the routes decide
     * @param port UDP port
     * @param learning whether it learns from frames which end a MAC address is at
     */
    public record Vxlan(int id, String local, String device, int port, boolean learning) {}

    /**
     * Parameters of a VLAN interface.
     *
     * @param id tag, 0 to 4094
     * @param protocol {@link #CUSTOMER}, or 802.1ad
     * @param device interface whose tagged frames it has
     */
    public record Vlan(int id, String protocol, String device) {
        /** The usual protocol, with one tag. */
        public static final String CUSTOMER = "802.1Q";
    }
}
