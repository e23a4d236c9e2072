package io.jarrah.cc.dns;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Renders the names of a network document's instances in the form of {@code hosts(5)}: a file for each network, so that
 * one more instance costs dnsmasq the reading of its neighbours only. Pure.
 */
final class HostsRenderer {
    private HostsRenderer() {}

    /** File name and text; a network without instances has no file. */
    static Map<String, String> render(List<String> domains, NetworkDocument document) {
        Map<NetworkId, List<NetworkEndpoint>> networks =
                document.endpoints().stream().collect(Collectors.groupingBy(NetworkEndpoint::network));
        Map<String, String> files = new TreeMap<>();
        networks.forEach((network, endpoints) -> files.put(
                network.value(),
                endpoints.stream()
                        .sorted(Comparator.comparingLong(HostsRenderer::order))
                        .map(endpoint -> line(domains, endpoint))
                        .collect(Collectors.joining())));
        return files;
    }

    private static String line(List<String> domains, NetworkEndpoint endpoint) {
        return domains.stream()
                .map(domain -> endpoint.hostname() + "." + domain)
                .collect(Collectors.joining(" ", endpoint.privateIp() + " ", "\n"));
    }

    private static long order(NetworkEndpoint endpoint) {
        return Integer.toUnsignedLong(Ipv4Prefix.address(endpoint.privateIp()).orElse(0));
    }
}
