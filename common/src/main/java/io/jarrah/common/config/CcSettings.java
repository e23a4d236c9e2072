package io.jarrah.common.config;

import io.jarrah.common.net.Ipv6Prefix;
import io.jarrah.common.net.Wiring;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the cluster controller. */
public final class CcSettings {
    /** How a node is chosen for an instance. */
    public enum SchedulerPolicy {
        /** The next node in turn that has room. */
        ROUNDROBIN,
        /** The first node that has room. */
        GREEDY
    }

    /** Eucalyptus network modes. */
    public enum VnetMode {
        SYSTEM,
        STATIC,
        MANAGED_NOVLAN,
        MANAGED
    }

    /** How tenant networks are kept apart on the wire. */
    public enum Isolation {
        VLAN,
        VXLAN
    }

    public static final Setting<Integer> CC_PORT = Setting.port("CC_PORT", 8774, "Port of the signed SOAP service.");
    public static final Setting<Integer> CC_OPS_PORT =
            Setting.port("CC_OPS_PORT", 18774, "Port of health and metrics.");
    public static final Setting<SchedulerPolicy> SCHEDPOLICY = Setting.choice(
            "SCHEDPOLICY", SchedulerPolicy.ROUNDROBIN, SchedulerPolicy.class, "How a node is chosen for an instance.");
    public static final Setting<VnetMode> VNET_MODE =
            Setting.choice("VNET_MODE", VnetMode.MANAGED, VnetMode.class, "Network mode; the same on every host.");
    public static final Setting<Isolation> VNET_ISOLATION = Setting.choice(
            "VNET_ISOLATION",
            Isolation.VXLAN,
            Isolation.class,
            "How tenant networks are kept apart between hosts: VXLAN or VLAN.");
    public static final Setting<Integer> VNET_MINVLAN = Setting.number(
            "VNET_MINVLAN",
            2,
            1,
            4094,
            "Lowest tag that a tenant network may have where VNET_ISOLATION is VLAN; what other VLANs use must be outside.");
    public static final Setting<Integer> VNET_MAXVLAN =
            Setting.number("VNET_MAXVLAN", 4094, 1, 4094, "Highest tag that a tenant network may have.");
    public static final Setting<String> VNET_BRIDGE = Setting.text(
            "VNET_BRIDGE",
            "br0",
            "Bridge of the administrator on each node, that instances are plugged into where VNET_MODE is MANAGED-NOVLAN (VNET_PRIVINTERFACE is a port of it), STATIC or SYSTEM.");
    public static final Setting<String> VNET_SUBNET = Setting.text(
            "VNET_SUBNET",
            "172.16.0.0/12",
            "IPv4 prefix from which tenant networks are cut; in modes STATIC and SYSTEM that of the site's own network, also as an address with VNET_NETMASK.");
    public static final Setting<String> VNET_SUBNET6 = Setting.text(
            "VNET_SUBNET6",
            "",
            "IPv6 prefix of 32 to 64 bits, such as fd00:10:20::/48, of which each tenant network gets 64 bits; only where VNET_MODE is MANAGED, and the same on the cloud controller. Networks have IPv4 only when empty.");
    public static final Setting<Integer> VNET_ADDRSPERNET =
            Setting.number("VNET_ADDRSPERNET", 256, 4, 2048, "Addresses of one tenant network; a power of two.");
    public static final Setting<String> VNET_NETMASK = Setting.text(
            "VNET_NETMASK",
            "",
            "Mask of VNET_SUBNET, such as 255.255.255.0, where that has no prefix length; modes STATIC and SYSTEM.");
    public static final Setting<String> VNET_BROADCAST = Setting.text(
            "VNET_BROADCAST", "", "Broadcast address told to instances in mode STATIC; the subnet's last when empty.");
    public static final Setting<String> VNET_ROUTER =
            Setting.text("VNET_ROUTER", "", "The site's router, told to instances in mode STATIC; none when empty.");
    public static final Setting<MacMap> VNET_MACMAP = new Setting<>(
            "VNET_MACMAP",
            "",
            "Pairs MAC=IP, separated by blanks, of which each instance gets one that is free in mode STATIC.",
            MacMap::parse);
    public static final Setting<AddressRanges> VNET_PUBLICIPS = new Setting<>(
            "VNET_PUBLICIPS",
            "",
            "Public addresses for instances: addresses, ranges a-b and prefixes a/n, separated by blanks; none when empty.",
            AddressRanges::parse);
    public static final Setting<String> VNET_PUBINTERFACE =
            Setting.text("VNET_PUBINTERFACE", "eth0", "Interface that faces the outside.");
    public static final Setting<String> VNET_PRIVINTERFACE =
            Setting.text("VNET_PRIVINTERFACE", "eth0", "Interface that faces the nodes.");
    public static final Setting<List<String>> VNET_DNS = Setting.words(
            "VNET_DNS",
            "",
            "Name servers asked for what is not an instance's name, separated by blanks; the host's own when empty.");
    public static final Setting<List<String>> VNET_NTP = Setting.words(
            "VNET_NTP",
            "",
            "IPv4 addresses of time servers that DHCP tells instances, separated by blanks; none when empty.");
    public static final Setting<String> VNET_DOMAINNAME = Setting.text(
            "VNET_DOMAINNAME",
            "",
            "Domain name given to instances, theirs alone: no other name in it resolves for them; the region's when empty.");
    public static final Setting<String> VNET_LOCALIP = Setting.text(
            "VNET_LOCALIP",
            "",
            "IPv4 address of this host at which tunnels of nodes and other clusters end; the first of VNET_PRIVINTERFACE when empty.");
    public static final Setting<String> VNET_VIRTUALIP = Setting.text(
            "VNET_VIRTUALIP",
            "",
            "IPv4 address on VNET_PRIVINTERFACE that the two controllers of a cluster share: tunnels end at the one in charge; none when empty, for a cluster with one controller.");
    public static final Setting<Integer> VNET_VRID = Setting.number(
            "VNET_VRID",
            74,
            1,
            255,
            "Number by which two controllers with a VNET_VIRTUALIP know each other (VRRP); pairs on one layer 2 must differ.");
    public static final Setting<String> VNET_DHCPDAEMON =
            Setting.text("VNET_DHCPDAEMON", "/usr/sbin/dhcpd", "Path of the ISC dhcpd program.");
    public static final Setting<Integer> METADATA_PORT = Setting.port(
            "METADATA_PORT", 8773, "Port of the metadata relay, to which 169.254.169.254:80 is redirected.");
    public static final Setting<Integer> DNS_PORT = Setting.port(
            "DNS_PORT",
            8553,
            "Port of the instances' name server, to which port 53 of their gateways is redirected; 0 for none, so that instances ask VNET_DNS themselves.");

    public static final Setting<Duration> CC_NODE_SILENCE = Setting.seconds(
            "CC_NODE_SILENCE", 10, 3, 3600, "Seconds without an answer after which a node counts as unreachable.");
    public static final Setting<Duration> CC_PLACEMENT_LIMIT =
            Setting.seconds("CC_PLACEMENT_LIMIT", 60, 1, 86400, "Seconds an instance may wait for a node with room.");

    /** What Amazon keeps for services of the link; addresses of it are the metadata service's, whatever network is asked from. */
    private static final Ipv6Prefix SERVICES6 = Ipv6Prefix.parse("fd00:ec2::/32");

    private CcSettings() {}

    /**
     * VNET_SUBNET6; empty where networks have IPv4 only.
     *
     * @throws IllegalArgumentException when it is no such prefix, has addresses of the metadata service's, or networks of VNET_MODE cannot
     *     have IPv6
     */
    public static Optional<Ipv6Prefix> subnet6(JarrahConf conf) {
        String text = conf.get(VNET_SUBNET6).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        VnetMode mode = conf.get(VNET_MODE);
        if (mode != VnetMode.MANAGED) {
            throw new IllegalArgumentException("VNET_SUBNET6 is for VNET_MODE=\"MANAGED\" alone: in mode " + mode
                    + " routers and IPv6 addresses are not a tenant's own; remove it");
        }
        Ipv6Prefix prefix;
        try {
            prefix = Ipv6Prefix.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("VNET_SUBNET6=\"" + text + "\": " + e.getMessage(), e);
        }
        if (prefix.overlaps(SERVICES6)) {
            throw new IllegalArgumentException("VNET_SUBNET6=\"" + text + "\" overlaps " + SERVICES6
                    + ", where instances find their metadata (fd00:ec2::254); choose another prefix, such as"
                    + " fd00:10:20::/48");
        }
        return Optional.of(prefix);
    }

    /** How tenants' networks get from host to host: VNET_ISOLATION, unless VNET_MODE says that nothing isolates them. */
    public static Wiring wiring(JarrahConf conf) {
        if (conf.get(VNET_MODE) == VnetMode.MANAGED_NOVLAN) {
            return Wiring.SHARED;
        }
        return switch (conf.get(VNET_ISOLATION)) {
            case VLAN -> Wiring.VLAN;
            case VXLAN -> Wiring.VXLAN;
        };
    }
}
