package io.jarrah.cc.dns;

import io.jarrah.common.net.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the administrator decided about names.
 *
 * @param port UDP and TCP port, 1 to 65535, that questions to a gateway's port 53 are redirected to (DNS_PORT)
 * @param domains every instance has a name in each of these; the first one is the one DHCP tells (VNET_DOMAINNAME) and
 *     reverse look-ups answer with
 * @param subnet the prefix of all tenants' networks (VNET_SUBNET), whose reverse zone is answered here alone
 * @param interfaces by which questions of instances come in: a name, or how names begin and then *
 * @param servers IPv4 addresses that other questions are passed on to (VNET_DNS); those of the host when empty
 */
public record DnsSettings(int port, List<String> domains, Ipv4Prefix subnet, String interfaces, List<String> servers) {
    private static final int MAX_DOMAIN = 189;
    private static final Pattern DOMAIN = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final int OCTET = 8;

    public DnsSettings {
        domains = domains.stream().distinct().toList();
        servers = List.copyOf(servers);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("DNS_PORT must be 1 to 65535: " + port);
        }
        if (domains.isEmpty()) {
            throw new IllegalArgumentException("a name server without a domain has nothing to answer for");
        }
        for (String domain : domains) {
            if (domain.length() > MAX_DOMAIN || !DOMAIN.matcher(domain).matches()) {
                throw new IllegalArgumentException("VNET_DOMAINNAME or REGION makes \"" + domain
                        + "\", which is not a domain name of at most " + MAX_DOMAIN + " characters");
            }
        }
        for (String server : servers) {
            if (Ipv4Prefix.address(server).isEmpty()) {
                throw new IllegalArgumentException(
                        "VNET_DNS has something that is not an IPv4 address: \"" + server + "\"");
            }
        }
    }

    /** The reverse zones that together are the subnet, such as 16.172.in-addr.arpa; RFC 1035 cuts them at octets. */
    List<String> reverseZones() {
        int octets = (subnet.length() + OCTET - 1) / OCTET;
        int step = 1 << (32 - octets * OCTET);
        int count = 1 << (octets * OCTET - subnet.length());
        List<String> zones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String[] parts = Ipv4Prefix.text(subnet.base() + i * step).split("\\.", -1);
            StringBuilder zone = new StringBuilder();
            for (int octet = octets - 1; octet >= 0; octet--) {
                zone.append(parts[octet]).append('.');
            }
            zones.add(zone + "in-addr.arpa");
        }
        return zones;
    }
}
