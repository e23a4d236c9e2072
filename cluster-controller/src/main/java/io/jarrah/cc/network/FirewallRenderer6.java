package io.jarrah.cc.network;

import io.jarrah.common.net.Ipv6Prefix;
import io.jarrah.common.os.OwnChains;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Renders the cluster's rules for IPv6 as one text for {@code ip6tables-restore --noflush}; chains have the names they have in {@link
 * FirewallRenderer}, and the same hooks. Pure.
 *
 * <p>Forwarded packets: with a tenant's own source into all tenants' networks and out of the public interface, and from there in: nothing is
 * translated, and groups decide at the instance. To the controller itself, guests may send neighbour and router discovery, DHCPv6, ping and,
 * translated, requests to the metadata relay. The outside reaches gateway addresses with ICMPv6 alone: they are everybody's to see, and what
 * else listens on this host is not for all the world.
 */
final class FirewallRenderer6 {
    private static final String FORWARD = OwnChains.PREFIX + "FORWARD";
    private static final String FROM = OwnChains.PREFIX + "FROM";
    private static final String TO = OwnChains.PREFIX + "TO";
    private static final String INPUT = OwnChains.PREFIX + "INPUT";
    private static final String LOCAL = OwnChains.PREFIX + "LOCAL";
    private static final String PREROUTING = OwnChains.PREFIX + "PREROUTING";
    private static final String METADATA = "fd00:ec2::254/128";
    /** What Amazon keeps for services of the link. */
    private static final String SERVICES = "fd00:ec2::/32";

    private static final String LINK_LOCAL = "fe80::/10";
    private static final String OWN_SOURCE = "--match-set " + IpSets.NETWORKS6 + " src,src";
    private static final String ANSWERS = "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT";
    private static final String TRANSLATED = "-m conntrack --ctstate DNAT";
    private static final int ROUTER_SOLICITATION = 133;
    private static final int NEIGHBOUR_SOLICITATION = 135;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;
    private static final int ECHO_REQUEST = 128;

    private final PlaneSettings settings;
    private final Ipv6Prefix subnet;
    private final String fromTenant;
    private final String toTenant;
    private final OwnChains current;
    private final List<String> lines = new ArrayList<>();

    private FirewallRenderer6(PlaneSettings settings, Ipv6Prefix subnet, OwnChains current) {
        this.settings = settings;
        this.subnet = subnet;
        this.fromTenant = settings.gateways().from();
        this.toTenant = settings.gateways().to();
        this.current = current;
    }

    /**
     * The whole text.
     *
     * @param subnet the prefix of all tenants' networks
     * @param current what is there: missing jumps are added
     */
    static String render(PlaneSettings settings, Ipv6Prefix subnet, OwnChains current) {
        FirewallRenderer6 renderer = new FirewallRenderer6(settings, subnet, current);
        // First, so that no guest is led to the relay before what the relay marks is heeded.
        renderer.mangle();
        renderer.filter();
        renderer.nat();
        return String.join("\n", renderer.lines) + "\n";
    }

    private void mangle() {
        lines.add("*mangle");
        declare(HopLimits.CHAIN);
        HopLimits.rules6(settings.relayPort()).forEach(rule -> add(HopLimits.CHAIN, rule));
        jump("mangle", "OUTPUT", HopLimits.CHAIN);
        lines.add("COMMIT");
    }

    private void filter() {
        lines.add("*filter");
        Set<String> missing = new TreeSet<>(Set.of(FirewallRenderer.PRE, FirewallRenderer.POST));
        missing.removeAll(current.filterChains());
        List.of(FORWARD, FROM, TO, INPUT, LOCAL).forEach(this::declare);
        // To declare a chain is to empty it.
        missing.forEach(this::declare);
        forward();
        input();
        jump("filter", "FORWARD", FORWARD);
        jump("filter", "INPUT", INPUT);
        lines.add("COMMIT");
    }

    private void forward() {
        add(FORWARD, "-j " + FirewallRenderer.PRE);
        add(FORWARD, fromTenant + " -j " + FROM);
        add(FORWARD, toTenant + " -j " + TO);
        add(FROM, "-m set ! " + OWN_SOURCE + " -j DROP");
        add(FROM, "-d " + LINK_LOCAL + " -j DROP");
        add(FROM, "-d " + SERVICES + " -j DROP");
        add(FROM, ANSWERS);
        add(FROM, toTenant + " -j ACCEPT");
        // An address that no network has is nobody's outside either: it would come back for ever.
        add(FROM, "! -d " + subnet + " -o " + settings.publicInterface() + " -j ACCEPT");
        add(FROM, "-j " + FirewallRenderer.POST);
        add(FROM, "-j DROP");
        add(TO, ANSWERS);
        add(TO, "! -s " + subnet + " -i " + settings.publicInterface() + " -j ACCEPT");
        add(TO, "-j " + FirewallRenderer.POST);
        add(TO, "-j DROP");
    }

    private void input() {
        add(INPUT, fromTenant + " -j " + LOCAL);
        add(INPUT, "! -i lo -p tcp -m tcp --dport " + settings.relayPort() + " -j DROP");
        String gateways = "! -i lo -m set --match-set " + IpSets.PREFIXES6 + " dst ";
        add(INPUT, gateways + ANSWERS);
        add(INPUT, gateways + "! -p ipv6-icmp -j DROP");
        for (int type : List.of(ROUTER_SOLICITATION, NEIGHBOUR_SOLICITATION, NEIGHBOUR_ADVERTISEMENT)) {
            add(LOCAL, icmp(type));
        }
        add(LOCAL, "-s " + LINK_LOCAL + " -d ff02::1:2/128 -p udp -m udp --sport 546 --dport 547 -j ACCEPT");
        add(LOCAL, "-m set ! " + OWN_SOURCE + " -j DROP");
        add(LOCAL, ANSWERS);
        add(LOCAL, icmp(ECHO_REQUEST));
        add(LOCAL, "-p tcp -m tcp --dport " + settings.relayPort() + " " + TRANSLATED + " -j ACCEPT");
        add(LOCAL, "-j DROP");
    }

    private static String icmp(int type) {
        return "-p ipv6-icmp -m icmp6 --icmpv6-type " + type + " -j ACCEPT";
    }

    private void nat() {
        lines.add("*nat");
        declare(PREROUTING);
        add(
                PREROUTING,
                "-d " + METADATA + " -p tcp -m tcp --dport 80 -m set " + OWN_SOURCE + " -j REDIRECT --to-ports "
                        + settings.relayPort());
        jump("nat", "PREROUTING", PREROUTING);
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
}
