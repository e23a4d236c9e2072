package io.jarrah.cc.network;

import io.jarrah.cc.dhcp.DhcpRelay;
import io.jarrah.cc.dhcp.RelayClient;
import io.jarrah.cc.dhcp.ServerLink;
import io.jarrah.cc.os.Dhcpd;
import io.jarrah.cc.os.IpCommand;
import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.net.Ipv4Prefix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * DHCP for all networks of the cluster: one relay, one dhcpd, and the pair of interfaces between them (RFD 31). Calls
 * come from one thread at a time.
 */
final class Dhcp {
    private final PlaneSettings settings;
    private final IpCommand ip;
    private final DhcpRelay relay;
    private final DhcpServer server;

    Dhcp(PlaneSettings settings, Dhcpd dhcpd, IpCommand ip, Path directory, LongSupplier nanoTime) {
        this.settings = settings;
        this.ip = ip;
        this.relay = new DhcpRelay(nanoTime);
        this.server = new DhcpServer(dhcpd, directory, nanoTime);
    }

    /**
     * Serves the document; where there are no networks, nothing runs.
     *
     * @param links the interfaces that are
     * @return when to call again, as long as something that changed is not yet served; zero otherwise
     */
    Duration serve(NetworkDocument document, Collection<Link> links) throws InterruptedException {
        if (document.segments().isEmpty()) {
            relay.stop();
            server.stop();
            ip.batch(DhcpLink.removal(settings, links));
            return Duration.ZERO;
        }
        int index = link(links);
        try {
            relay.serve(index, clients(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        return server.serve(
                DhcpdConfRenderer.render(settings, document), ServerLink.INTERFACE + " is interface " + index);
    }

    private int link(Collection<Link> links) {
        List<String> plan = DhcpLink.plan(settings, links);
        ip.batch(plan);
        return (plan.isEmpty() ? links : ip.links())
                .stream()
                        .filter(link -> link.name().equals(ServerLink.INTERFACE))
                        .mapToInt(Link::index)
                        .findAny()
                        .orElseThrow(() -> new IllegalStateException(
                                "interface " + ServerLink.INTERFACE + " vanished just after it was made"));
    }

    private static List<RelayClient> clients(NetworkDocument document) {
        Map<NetworkId, Integer> gateways = document.segments().stream()
                .collect(Collectors.toMap(
                        NetworkSegment::id,
                        segment -> number(Ipv4Prefix.parse(segment.cidr()).gateway())));
        List<RelayClient> clients = new ArrayList<>();
        for (NetworkEndpoint endpoint : document.endpoints()) {
            Integer gateway = gateways.get(endpoint.network());
            if (gateway != null) {
                long mac = Long.parseLong(endpoint.mac().replace(":", ""), 16);
                clients.add(new RelayClient(mac, number(endpoint.privateIp()), gateway));
            }
        }
        return clients;
    }

    private static int number(String address) {
        return Ipv4Prefix.address(address)
                .orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: \"" + address + "\""));
    }

    /** Ends the relay and dhcpd and removes the interfaces between them; leases stay on disk. */
    void stop() throws InterruptedException {
        relay.stop();
        server.stop();
        ip.batch(DhcpLink.removal(settings, ip.links()));
    }
}
