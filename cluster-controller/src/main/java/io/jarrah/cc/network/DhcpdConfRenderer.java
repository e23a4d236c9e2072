package io.jarrah.cc.network;

import io.jarrah.cc.dhcp.ServerLink;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.Comparator;
import java.util.List;

/**
 * Renders {@code dhcpd.conf}: a subnet for each segment, whose server is the gateway, a host for each instance, nothing
 * for strangers. What dhcpd calls a shared network is a layer 2. Pure.
 */
public final class DhcpdConfRenderer {
    private DhcpdConfRenderer() {}

    /** The whole file. */
    public static String render(PlaneSettings settings, NetworkDocument document) {
        StringBuilder text = new StringBuilder(256
                + 300 * document.segments().size()
                + 160 * document.endpoints().size());
        text.append("# Written by Jarrah's cluster controller of ")
                .append(settings.cluster())
                .append("; what is changed here is lost.\n");
        text.append("authoritative;\nddns-update-style none;\ndeny unknown-clients;\n");
        // What dhcpd answers from; it reads requests from the interface of the subnet that gives no addresses.
        text.append("local-address ").append(ServerLink.ANSWER_SOURCE).append(";\n");
        text.append("default-lease-time ").append(settings.lease().toSeconds()).append(";\n");
        text.append("max-lease-time ").append(settings.lease().toSeconds()).append(";\n");
        if (settings.dnsPort().isEmpty()) {
            addresses(text, "domain-name-servers", settings.dnsServers());
        }
        addresses(text, "ntp-servers", settings.ntpServers());
        settings.domain()
                .ifPresent(domain ->
                        text.append("option domain-name \"").append(domain).append("\";\n"));
        text.append("\nsubnet ")
                .append(ServerLink.RELAY_ADDRESS)
                .append(" netmask ")
                .append(ServerLink.NETMASK)
                .append(" {\n}\n");
        segments(text, settings, document);
        document.endpoints().stream()
                .sorted(Comparator.comparing(NetworkEndpoint::instanceId))
                .forEach(endpoint -> host(text, endpoint));
        return text.toString();
    }

    /** An option that every network has, unless there are no addresses. */
    static void addresses(StringBuilder text, String option, List<String> addresses) {
        if (!addresses.isEmpty()) {
            text.append("option ")
                    .append(option)
                    .append(' ')
                    .append(String.join(", ", addresses))
                    .append(";\n");
        }
    }

    private static void segments(StringBuilder text, PlaneSettings settings, NetworkDocument document) {
        List<NetworkSegment> segments = document.segments().stream()
                .sorted(Comparator.comparingInt(NetworkSegment::segment))
                .toList();
        boolean dns = settings.dnsPort().isPresent();
        if (settings.gateways().shared() && !segments.isEmpty()) {
            // dhcpd refuses to start when one interface of the host has addresses of two shared networks.
            text.append("\nshared-network all {\n");
            segments.forEach(segment -> subnet(text, segment, dns));
            text.append("}\n");
            return;
        }
        for (NetworkSegment segment : segments) {
            text.append("\nshared-network ").append(segment.id()).append(" {\n");
            subnet(text, segment, dns);
            text.append("}\n");
        }
    }

    private static void subnet(StringBuilder text, NetworkSegment segment, boolean dns) {
        Ipv4Prefix prefix = Ipv4Prefix.parse(segment.cidr());
        text.append("  subnet ")
                .append(prefix.network())
                .append(" netmask ")
                .append(prefix.netmask())
                .append(" {\n");
        text.append("    server-identifier ").append(prefix.gateway()).append(";\n");
        text.append("    option subnet-mask ").append(prefix.netmask()).append(";\n");
        text.append("    option broadcast-address ").append(prefix.broadcast()).append(";\n");
        text.append("    option routers ").append(prefix.gateway()).append(";\n");
        if (dns) {
            text.append("    option domain-name-servers ")
                    .append(prefix.gateway())
                    .append(";\n");
        }
        text.append("    option interface-mtu ").append(segment.mtu()).append(";\n");
        text.append("  }\n");
    }

    static void host(StringBuilder text, NetworkEndpoint endpoint) {
        text.append("\nhost ").append(endpoint.instanceId()).append(" {\n");
        text.append("  hardware ethernet ").append(endpoint.mac()).append(";\n");
        text.append("  fixed-address ").append(endpoint.privateIp()).append(";\n");
        text.append("  option host-name \"").append(endpoint.hostname()).append("\";\n}\n");
    }
}
