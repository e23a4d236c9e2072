package io.jarrah.cc.network;

import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.Collection;
import java.util.Comparator;

/**
 * Renders {@code dhcpd.conf} for the site's own network: a host for each instance, and silence for all others, whom another server may
 * serve. Pure.
 */
final class StaticDhcpdConf {
    private StaticDhcpdConf() {}

    /** The whole file. */
    static String render(FlatSettings settings, Collection<NetworkEndpoint> endpoints) {
        FlatNetwork network = settings.network();
        Ipv4Prefix prefix = network.prefix().orElseThrow();
        StringBuilder text = new StringBuilder(512 + 160 * endpoints.size());
        text.append("# Written by Jarrah's cluster controller of ")
                .append(settings.cluster())
                .append("; what is changed here is lost.\n");
        // Who is not an instance is none of our business, not even to be told that an address is wrong.
        text.append("not authoritative;\nddns-update-style none;\ndeny unknown-clients;\n");
        text.append("default-lease-time ").append(settings.lease().toSeconds()).append(";\n");
        text.append("max-lease-time ").append(settings.lease().toSeconds()).append(";\n");
        DhcpdConfRenderer.addresses(text, "domain-name-servers", network.dns());
        DhcpdConfRenderer.addresses(text, "ntp-servers", network.ntp());
        settings.domain()
                .ifPresent(domain ->
                        text.append("option domain-name \"").append(domain).append("\";\n"));
        text.append("\nsubnet ")
                .append(prefix.network())
                .append(" netmask ")
                .append(prefix.netmask())
                .append(" {\n  option subnet-mask ")
                .append(prefix.netmask())
                .append(";\n  option broadcast-address ")
                .append(network.broadcast().orElse(prefix.broadcast()))
                .append(";\n");
        network.router()
                .ifPresent(router ->
                        text.append("  option routers ").append(router).append(";\n"));
        text.append("}\n");
        endpoints.stream()
                .sorted(Comparator.comparing(NetworkEndpoint::instanceId))
                .forEach(endpoint -> DhcpdConfRenderer.host(text, endpoint));
        return text.toString();
    }
}
