package io.jarrah.cc.network;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.os.OwnChains;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Renders the cluster's rules as one text for {@code iptables-restore --noflush}. It declares our own chains only, so
 * the administrator's rules stay; a jump from a built-in chain is added only where it is missing. Pure.
 *
 * <p>Forwarded packets: established ones pass; from a tenant's network into networks of the same account and out of
 * the public interface; nothing else from or to a tenant's network. To the controller itself, guests may send DHCP,
 * ping and, translated, requests to the metadata relay (169.254.169.254:80) and the name server (the gateway's port 53).
 */
public final class FirewallRenderer {
    private static final String FORWARD = OwnChains.PREFIX + "FORWARD";
    private static final String INPUT = OwnChains.PREFIX + "INPUT";
    private static final String LOCAL = OwnChains.PREFIX + "LOCAL";
    private static final String PREROUTING = OwnChains.PREFIX + "PREROUTING";
    private static final String POSTROUTING = OwnChains.PREFIX + "POSTROUTING";
    private static final String SEGMENT = OwnChains.PREFIX + "S";
    private static final String METADATA = "169.254.169.254/32";
    private static final String LINK_LOCAL = "169.254.0.0/16";
    /**
     * EC2's own limit of packets that one interface may send to its name server.
     *
     * @see <a href="https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html">Amazon DNS</a>
     */
    private static final String DNS_RATE = " -m hashlimit --hashlimit-above 1024/sec --hashlimit-burst 1024"
            + " --hashlimit-mode srcip --hashlimit-name jarrah-dns";
    /** The name server serves each connection with a process, so one guest gets few of them. */
    private static final String DNS_CONNECTIONS = " --tcp-flags FIN,SYN,RST,ACK SYN"
            + " -m connlimit --connlimit-above 8 --connlimit-mask 32 --connlimit-saddr";

    private final PlaneSettings settings;
    private final List<NetworkSegment> segments;
    private final OwnChains current;
    private final List<String> lines = new ArrayList<>();

    private FirewallRenderer(PlaneSettings settings, NetworkDocument document, OwnChains current) {
        this.settings = settings;
        this.segments = document.segments().stream()
                .sorted(Comparator.comparingInt(NetworkSegment::segment))
                .toList();
        this.current = current;
    }

    /**
     * The whole text.
     *
     * @param current what is there: stale chains of ours are removed and missing jumps added
     */
    public static String render(PlaneSettings settings, NetworkDocument document, OwnChains current) {
        FirewallRenderer renderer = new FirewallRenderer(settings, document, current);
        renderer.filter();
        renderer.nat();
        return String.join("\n", renderer.lines) + "\n";
    }

    private void filter() {
        lines.add("*filter");
        List<String> fixed = List.of(FORWARD, INPUT, LOCAL);
        Set<String> chains = new TreeSet<>();
        segments.forEach(segment -> chains.add(chain(segment)));
        Set<String> stale = new TreeSet<>(current.filterChains());
        stale.removeAll(chains);
        fixed.forEach(stale::remove);
        fixed.forEach(this::declare);
        chains.forEach(this::declare);
        stale.forEach(this::declare);
        stale.forEach(chain -> lines.add("-X " + chain));
        forward();
        segments.forEach(this::fromSegment);
        input();
        jump("filter", "FORWARD", FORWARD);
        jump("filter", "INPUT", INPUT);
        lines.add("COMMIT");
    }

    private void forward() {
        add(FORWARD, "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
        for (NetworkSegment segment : segments) {
            add(FORWARD, "-i " + bridge(segment) + " -j " + chain(segment));
        }
        for (NetworkSegment segment : segments) {
            add(FORWARD, "-o " + bridge(segment) + " -j DROP");
        }
    }

    private void fromSegment(NetworkSegment segment) {
        String chain = chain(segment);
        add(chain, "! -s " + segment.cidr() + " -j DROP");
        add(chain, "-d " + LINK_LOCAL + " -j DROP");
        for (NetworkSegment other : segments) {
            if (other.accountId().equals(segment.accountId())) {
                add(chain, "-d " + other.cidr() + " -o " + bridge(other) + " -j ACCEPT");
            }
        }
        add(chain, "-o " + settings.publicInterface() + " -j ACCEPT");
        add(chain, "-j DROP");
    }

    private void input() {
        for (NetworkSegment segment : segments) {
            add(INPUT, "-i " + bridge(segment) + " -j " + LOCAL);
        }
        add(INPUT, "! -i lo -p tcp -m tcp --dport " + settings.relayPort() + " -j DROP");
        settings.dnsPort().ifPresent(this::dnsInput);
        add(LOCAL, "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
        add(LOCAL, "-p udp -m udp --sport 68 --dport 67 -j ACCEPT");
        add(LOCAL, "-p icmp -m icmp --icmp-type 8 -j ACCEPT");
        add(LOCAL, "-p tcp -m tcp --dport " + settings.relayPort() + " -m conntrack --ctstate DNAT -j ACCEPT");
        add(LOCAL, "-j DROP");
    }

    /**
     * Questions to the name server, which come here only by the redirect. What is too much is dropped before the rule
     * for established flows, which would let the later packets of a flow pass uncounted.
     */
    private void dnsInput(int port) {
        for (String protocol : List.of("udp", "tcp")) {
            String questions = "-p " + protocol + " -m " + protocol + " --dport " + port;
            add(INPUT, "! -i lo " + questions + " -j DROP");
            add(LOCAL, questions + DNS_RATE + " -j DROP");
            if (protocol.equals("tcp")) {
                add(LOCAL, questions + DNS_CONNECTIONS + " -j DROP");
            }
            add(LOCAL, questions + " -m conntrack --ctstate DNAT -j ACCEPT");
        }
    }

    /** Questions to the network's own gateway go to the name server's port there. */
    private void dnsRedirect(int port) {
        for (NetworkSegment segment : segments) {
            String own = "-s " + segment.cidr() + " -d "
                    + Ipv4Prefix.parse(segment.cidr()).gateway() + "/32 -i " + bridge(segment);
            for (String protocol : List.of("udp", "tcp")) {
                String questions = " -p " + protocol + " -m " + protocol + " --dport 53";
                add(PREROUTING, own + questions + " -j REDIRECT --to-ports " + port);
            }
        }
    }

    private void nat() {
        lines.add("*nat");
        declare(PREROUTING);
        declare(POSTROUTING);
        for (NetworkSegment segment : segments) {
            add(
                    PREROUTING,
                    "-s " + segment.cidr() + " -d " + METADATA + " -i " + bridge(segment)
                            + " -p tcp -m tcp --dport 80 -j DNAT --to-destination "
                            + Ipv4Prefix.parse(segment.cidr()).gateway() + ":" + settings.relayPort());
        }
        settings.dnsPort().ifPresent(this::dnsRedirect);
        for (NetworkSegment segment : segments) {
            add(POSTROUTING, "-s " + segment.cidr() + " -o " + settings.publicInterface() + " -j MASQUERADE");
        }
        jump("nat", "PREROUTING", PREROUTING);
        jump("nat", "POSTROUTING", POSTROUTING);
        lines.add("COMMIT");
    }

    private void declare(String chain) {
        lines.add(":" + chain + " - [0:0]");
    }

    private void add(String chain, String rule) {
        lines.add("-A " + chain + " " + rule);
    }

    private void jump(String table, String from, String to) {
        if (!current.jumps().contains(table + " " + from + " " + to)) {
            lines.add("-I " + from + " 1 -j " + to);
        }
    }

    private static String chain(NetworkSegment segment) {
        return SEGMENT + segment.segment();
    }

    private static String bridge(NetworkSegment segment) {
        return SegmentNames.bridge(segment.segment());
    }
}
