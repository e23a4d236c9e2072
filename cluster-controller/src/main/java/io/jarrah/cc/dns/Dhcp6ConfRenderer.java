package io.jarrah.cc.dns;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders the configuration of the dnsmasq that advertises routers and serves DHCPv6. It names each interface: a pattern would also fit
 * bridges of the administrator's, and make this host a router where nobody wants one. Pure.
 */
final class Dhcp6ConfRenderer {
    /** No number of any enterprise: IANA keeps it for documentation (RFC 5612). */
    private static final int ENTERPRISE = 32473;

    private Dhcp6ConfRenderer() {}

    /**
     * The whole file.
     *
     * @param interfaces that serve networks with IPv6; prefixes are those of their addresses
     * @param serverId hexadecimal digits; tells the cluster's server from those of others, after a restart and on another host too
     * @param hosts the directory of files with a MAC address and an address each; dnsmasq takes up new ones
     * @param user whom dnsmasq becomes once it has its sockets
     */
    static String render(List<String> interfaces, String serverId, Path hosts, String user, Duration lease) {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by Jarrah's cluster controller; what is changed here is lost.");
        lines.add("port=0");
        lines.add("user=" + user);
        lines.add("group=nogroup");
        lines.add("pid-file=");
        lines.add("no-hosts");
        lines.add("no-resolv");
        lines.add("enable-ra");
        // Every address is told by a file below, so nothing is lost with what is leased.
        lines.add("leasefile-ro");
        lines.add("dhcp-duid=" + ENTERPRISE + "," + serverId);
        for (String name : interfaces) {
            lines.add("interface=" + name);
            lines.add("dhcp-range=::,constructor:" + name + ",static,64," + lease.toSeconds());
        }
        lines.add("dhcp-hostsdir=\"" + hosts + "\"");
        lines.add("quiet-ra");
        // To the output, where it is looked for clients that were refused.
        lines.add("log-facility=-");
        return String.join("\n", lines) + "\n";
    }
}
