package io.jarrah.cc.os;

import io.jarrah.common.os.ConntrackCommand;
import io.jarrah.common.os.EthtoolCommand;
import java.util.Map;
import java.util.TreeMap;

/** The programs that a cluster controller runs. */
public final class Programs {
    private Programs() {}

    /**
     * Debian's package by program.
     *
     * @param dhcpd path of the dhcpd program
     */
    public static Map<String, String> packages(String dhcpd) {
        return new TreeMap<>(Map.of(
                IpCommand.IP,
                "iproute2",
                BridgeCommand.BRIDGE,
                "iproute2",
                "/usr/sbin/iptables-save",
                "iptables",
                "/usr/sbin/iptables-restore",
                "iptables",
                "/usr/sbin/ipset",
                "ipset",
                ConntrackCommand.CONNTRACK,
                "conntrack",
                EthtoolCommand.ETHTOOL,
                "ethtool",
                ArpingCommand.BUSYBOX,
                "busybox",
                dhcpd,
                "isc-dhcp-server"));
    }
}
