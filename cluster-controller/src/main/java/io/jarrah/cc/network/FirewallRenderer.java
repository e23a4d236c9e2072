package io.jarrah.cc.network;

import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.os.OwnChains;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Renders the cluster's rules as one text for {@code iptables-restore --noflush}. It declares our own chains only, so
 * the administrator's rules stay; a jump from a built-in chain is added only where it is missing. Pure.
 *
 * <p>Forwarded packets: with a tenant's own source into all tenants' networks, where the nodes filter, and out of the public
 * interface; into a tenant's network also what was translated from a public address or is an answer; nothing else from or to a
 * tenant's network. What goes to another cluster's networks leaves by {@link TransitPlanner#DEVICE}, and only what is from them
 * comes in there; tunnels are taken from this cluster's nodes and from peers. To the controller itself, guests may send DHCP, ping
 * and, translated, requests to the metadata relay (169.254.169.254:80) and the name server (the gateway's port 53). Networks are known by {@link GatewayInterfaces} and
 * {@link IpSets}, so that no chain grows with them. How far an answer of the relay goes is as {@link HopLimits} says.
 *
 * <p>{@code JARRAH-PRE} and {@code JARRAH-POST} are the administrator's: made when they are not there, and never touched.
 */
public final class FirewallRenderer {
    /** Passed by every forwarded packet before any rule of ours. */
    static final String PRE = OwnChains.PREFIX + "PRE";

    /** Passed by packets from or to tenants' networks that are about to be dropped because nothing accepts them. */
    static final String POST = OwnChains.PREFIX + "POST";

    private static final String FORWARD = OwnChains.PREFIX + "FORWARD";
    private static final String FROM = OwnChains.PREFIX + "FROM";
    private static final String TO = OwnChains.PREFIX + "TO";
    private static final String INPUT = OwnChains.PREFIX + "INPUT";
    private static final String LOCAL = OwnChains.PREFIX + "LOCAL";
    private static final String TRANSIT = OwnChains.PREFIX + "TRANSIT";
    private static final String TRANSIT_LOCAL = OwnChains.PREFIX + "TRANSIT-LOCAL";
    private static final String PREROUTING = OwnChains.PREFIX + "PREROUTING";
    private static final String OUTPUT = OwnChains.PREFIX + "OUTPUT";
    private static final String POSTROUTING = OwnChains.PREFIX + "POSTROUTING";
    private static final String LEAVE = OwnChains.PREFIX + "LEAVE";
    private static final String DNAT = OwnChains.PREFIX + "DNAT";
    private static final String DNAT_PART = OwnChains.PREFIX + "D-";
    private static final String SNAT = OwnChains.PREFIX + "SNAT";
    private static final String SNAT_PART = OwnChains.PREFIX + "S-";

    /** Chains that went: per network in versions before RFD 30, and parts of the trees. Others beside us keep theirs. */
    private static final Pattern FORMER_FILTER = Pattern.compile(OwnChains.PREFIX + "S[0-9]+");

    private static final Pattern FORMER_NAT = Pattern.compile(OwnChains.PREFIX + "[DS]-[0-9.]+-[0-9]+");

    private static final String METADATA = "169.254.169.254/32";
    private static final String LINK_LOCAL = "169.254.0.0/16";
    private static final String OWN_SOURCE = "--match-set " + IpSets.NETWORKS + " src,src";
    private static final String FROM_CLUSTERS = "-i " + TransitPlanner.DEVICE;
    private static final String TO_CLUSTERS = "-o " + TransitPlanner.DEVICE;
    private static final String ANSWERS = "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT";
    private static final String TRANSLATED = "-m conntrack --ctstate DNAT";

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
    private final String fromTenant;
    private final String toTenant;
    private final SortedMap<String, String> publicAddresses;
    private final OwnChains current;
    private final List<String> lines = new ArrayList<>();

    private FirewallRenderer(PlaneSettings settings, SortedMap<String, String> publicAddresses, OwnChains current) {
        this.settings = settings;
        this.fromTenant = settings.gateways().from();
        this.toTenant = settings.gateways().to();
        this.publicAddresses = publicAddresses;
        this.current = current;
    }

    /**
     * The whole text.
     *
     * @param publicAddresses private address of the instance by the public address that is translated to it
     * @param current what is there: stale chains of ours are removed and missing jumps added
     */
    public static String render(PlaneSettings settings, SortedMap<String, String> publicAddresses, OwnChains current) {
        FirewallRenderer renderer = new FirewallRenderer(settings, publicAddresses, current);
        // First, so that no guest is led to the relay before what the relay marks is heeded.
        renderer.mangle();
        renderer.filter();
        renderer.nat();
        return String.join("\n", renderer.lines) + "\n";
    }

    private void filter() {
        lines.add("*filter");
        Set<String> missing = new TreeSet<>(Set.of(PRE, POST));
        missing.removeAll(current.filterChains());
        List.of(FORWARD, FROM, TO, TRANSIT, INPUT, LOCAL, TRANSIT_LOCAL).forEach(this::declare);
        // To declare a chain is to empty it.
        missing.forEach(this::declare);
        remove(current.filterChains().stream()
                .filter(chain -> FORMER_FILTER.matcher(chain).matches())
                .toList());
        forward();
        input();
        jump("filter", "FORWARD", FORWARD);
        jump("filter", "INPUT", INPUT);
        lines.add("COMMIT");
    }

    private void forward() {
        add(FORWARD, "-j " + PRE);
        add(FORWARD, FROM_CLUSTERS + " -j " + TRANSIT);
        add(FORWARD, fromTenant + " -j " + FROM);
        add(FORWARD, toTenant + " -j " + TO);
        add(FORWARD, TO_CLUSTERS + " -j DROP");
        add(FROM, "-m set ! " + OWN_SOURCE + " -j DROP");
        add(FROM, "-d " + LINK_LOCAL + " -j DROP");
        add(FROM, ANSWERS);
        add(FROM, toTenant + " -j ACCEPT");
        add(FROM, TO_CLUSTERS + " -j ACCEPT");
        // They would come from our own address to nodes and peers, which take tunnels from us.
        for (int port : List.of(LinkPlanner.VXLAN_PORT, TransitPlanner.PORT)) {
            add(FROM, "-o " + settings.publicInterface() + " -p udp -m udp --dport " + port + " -j DROP");
        }
        // A private address that no network has is nobody's outside either.
        add(FROM, "! -d " + settings.subnet() + " -o " + settings.publicInterface() + " -j ACCEPT");
        add(FROM, "-j " + POST);
        add(FROM, "-j DROP");
        add(TO, ANSWERS);
        add(TO, TRANSLATED + " -j ACCEPT");
        add(TO, "-j " + POST);
        add(TO, "-j DROP");
        transit(TRANSIT);
        // Public addresses are reached from the outside; nothing of another cluster's is translated here.
        add(TRANSIT, TRANSLATED + " -j DROP");
        add(TRANSIT, toTenant + " -j ACCEPT");
        add(TRANSIT, "-j DROP");
    }

    /** What another cluster sends is from its networks to ours. */
    private void transit(String chain) {
        add(chain, "-m set ! --match-set " + IpSets.REMOTE + " src -j DROP");
        add(chain, "-m set ! --match-set " + IpSets.PREFIXES + " dst -j DROP");
    }

    private void input() {
        add(INPUT, fromTenant + " -j " + LOCAL);
        if (settings.gateways().shared()) {
            // The interface is not theirs alone, and those that have no address yet are known by nothing else.
            add(
                    INPUT,
                    "-s 0.0.0.0/32 -i " + settings.privateInterface()
                            + " -p udp -m udp --sport 68 --dport 67 -j ACCEPT");
        }
        add(INPUT, FROM_CLUSTERS + " -j " + TRANSIT_LOCAL);
        tunnels(LinkPlanner.VXLAN_PORT, IpSets.NODES);
        tunnels(TransitPlanner.PORT, IpSets.PEERS);
        add(INPUT, "! -i lo -p tcp -m tcp --dport " + settings.relayPort() + " -j DROP");
        // Packets outside any known flow are not translated; the host must not answer them in the instance's name.
        add(INPUT, "-m set --match-set " + IpSets.PUBLIC + " dst -j DROP");
        add(LOCAL, "-p udp -m udp --sport 68 --dport 67 -j ACCEPT");
        add(LOCAL, "-m set ! " + OWN_SOURCE + " -j DROP");
        settings.dnsPort().ifPresent(this::dnsInput);
        add(LOCAL, ANSWERS);
        add(LOCAL, "-p icmp -m icmp --icmp-type 8 -j ACCEPT");
        add(LOCAL, "-p tcp -m tcp --dport " + settings.relayPort() + " " + TRANSLATED + " -j ACCEPT");
        add(LOCAL, "-j DROP");
        transit(TRANSIT_LOCAL);
        add(TRANSIT_LOCAL, ANSWERS);
        add(TRANSIT_LOCAL, "-p icmp -m icmp --icmp-type 8 -j ACCEPT");
        add(TRANSIT_LOCAL, "-j DROP");
    }

    private void tunnels(int port, String senders) {
        add(INPUT, "! -i lo -p udp -m udp --dport " + port + " -m set ! --match-set " + senders + " src -j DROP");
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

    /** Questions to the network's own gateway, which is an address of the interface they came in by, go to the name server's port there. */
    private void dnsRedirect(int port) {
        for (String protocol : List.of("udp", "tcp")) {
            add(
                    PREROUTING,
                    "-p " + protocol + " -m " + protocol + " --dport 53 -m set " + OWN_SOURCE
                            + " -m addrtype --dst-type LOCAL --limit-iface-in -j REDIRECT --to-ports " + port);
        }
    }

    private void nat() {
        Map<String, List<String>> dnat = AddressTree.chains(DNAT, DNAT_PART, "-d", dnatTargets());
        Map<String, List<String>> snat = AddressTree.chains(SNAT, SNAT_PART, "-s", snatTargets());
        lines.add("*nat");
        List.of(PREROUTING, OUTPUT, POSTROUTING, LEAVE).forEach(this::declare);
        dnat.keySet().forEach(this::declare);
        snat.keySet().forEach(this::declare);
        Set<String> stale = formerTreeParts();
        stale.removeAll(dnat.keySet());
        stale.removeAll(snat.keySet());
        remove(stale);
        translate();
        dnat.forEach((chain, rules) -> rules.forEach(rule -> add(chain, rule)));
        snat.forEach((chain, rules) -> rules.forEach(rule -> add(chain, rule)));
        jump("nat", "PREROUTING", PREROUTING);
        jump("nat", "OUTPUT", OUTPUT);
        jump("nat", "POSTROUTING", POSTROUTING);
        lines.add("COMMIT");
    }

    private void mangle() {
        lines.add("*mangle");
        declare(HopLimits.CHAIN);
        HopLimits.rules(settings.relayPort()).forEach(rule -> add(HopLimits.CHAIN, rule));
        jump("mangle", "OUTPUT", HopLimits.CHAIN);
        lines.add("COMMIT");
    }

    private void translate() {
        String toPublic = "-m set --match-set " + IpSets.PUBLIC + " dst -j " + DNAT;
        String fromInstance = "-m set --match-set " + IpSets.PREFIXES + " src";
        // REDIRECT goes to the first address of the interface the packet came in by, which is a bridge's gateway.
        add(
                PREROUTING,
                "-d " + METADATA + " -p tcp -m tcp --dport 80 -m set " + OWN_SOURCE + " -j REDIRECT --to-ports "
                        + settings.relayPort());
        settings.dnsPort().ifPresent(this::dnsRedirect);
        add(PREROUTING, toPublic);
        add(OUTPUT, toPublic);
        add(POSTROUTING, leaving() + " " + fromInstance + " -j " + LEAVE);
        // Else the receiver would answer the sender past us, and the answer would not be translated back.
        add(POSTROUTING, toTenant + " " + TRANSLATED + " " + fromInstance + " -j " + LEAVE);
        add(POSTROUTING, toTenant + " " + TRANSLATED + " -m addrtype --src-type LOCAL -j MASQUERADE");
        add(LEAVE, "-j " + SNAT);
        add(LEAVE, "-j MASQUERADE");
    }

    /** Where the interface to the outside can be the one to the guests, too, what goes to them does not leave. */
    private String leaving() {
        String out = "-o " + settings.publicInterface();
        return settings.gateways().shared() ? "! -d " + settings.subnet() + " " + out : out;
    }

    private SortedMap<Long, String> dnatTargets() {
        SortedMap<Long, String> targets = new TreeMap<>();
        publicAddresses.forEach((publicAddress, privateAddress) ->
                targets.put(number(publicAddress), "-j DNAT --to-destination " + privateAddress));
        return targets;
    }

    private SortedMap<Long, String> snatTargets() {
        SortedMap<Long, String> targets = new TreeMap<>();
        publicAddresses.forEach((publicAddress, privateAddress) ->
                targets.put(number(privateAddress), "-j SNAT --to-source " + publicAddress));
        return targets;
    }

    private static long number(String address) {
        return Integer.toUnsignedLong(Ipv4Prefix.address(address)
                .orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: \"" + address + "\"")));
    }

    private Set<String> formerTreeParts() {
        Set<String> chains = new TreeSet<>();
        for (String line : current.ownLines()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("nat") && words[1].startsWith(":")) {
                String chain = words[1].substring(1);
                if (FORMER_NAT.matcher(chain).matches()) {
                    chains.add(chain);
                }
            }
        }
        return chains;
    }

    private void declare(String chain) {
        lines.add(":" + chain + " - [0:0]");
    }

    private void remove(Iterable<String> chains) {
        chains.forEach(this::declare);
        chains.forEach(chain -> lines.add("-X " + chain));
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
