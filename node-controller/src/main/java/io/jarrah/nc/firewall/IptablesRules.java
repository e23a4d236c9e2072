package io.jarrah.nc.firewall;

import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.net.Ipv6Prefix;
import io.jarrah.common.os.OwnChains;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may be reached: rules of iptables for the frames that bridges pass from and to guests. Each family has
 * its own, in chains of the same names. Pure.
 *
 * <p>A frame between two guests of this node is both what one sends and what the other gets, so what the sender's groups
 * permit is not accepted but marked; the receiver's groups then decide. What passes has a second mark, without which
 * {@link NftTable} drops it: when somebody flushes these chains, or one of them, everything is closed until they are back. Both marks
 * are one bit each, gone before the packet goes on. Frames that are nobody's of ours are not touched.
 *
 * @param chains all chains that are filled, in order
 * @param rules their rules
 */
record IptablesRules(List<String> chains, List<String> rules) {
    /** The sender's groups permit it. */
    private static final String PERMITTED = "0x20000000/0x20000000";

    /** It passed these chains. */
    static final int PASSED = 0x40000000;

    /** Bits of both marks. */
    static final int MARKS = 0x60000000;

    private static final String PERMIT = "-j MARK --set-xmark " + PERMITTED;
    private static final String PASS = "-j MARK --set-xmark 0x40000000/0x40000000";
    private static final String UNMARK = "-j MARK --set-xmark 0x0/0x60000000";
    private static final String FROM_TAP = "-m physdev --physdev-is-bridged --physdev-in ";
    private static final String TO_TAP = "-m physdev --physdev-is-bridged --physdev-out ";
    private static final String DHCP_REQUEST = "-p udp -m udp --sport 68 --dport 67 ";
    private static final String DHCP_ANSWER = "-p udp -m udp --sport 67 --dport 68 ";
    private static final String METADATA = "-d 169.254.169.254/32 -p tcp -m tcp --dport 80 ";
    private static final String ICMPV6 = "-p ipv6-icmp -m icmp6 --icmpv6-type ";

    /** Of neighbours; whom they may be about is looked at where guests speak ({@link NftTable}). */
    private static final List<Integer> DISCOVERY = List.of(135, 136);

    private static final int ROUTER_SOLICITATION = 133;
    private static final int ROUTER_ADVERTISEMENT = 134;

    /** What a host says of multicast groups it listens to; switches want to know. */
    private static final List<Integer> LISTENER_REPORTS = List.of(131, 132, 143);

    private static final String DHCPV6_REQUEST = "-d ff02::1:2/128 -p udp -m udp --sport 546 --dport 547 ";
    private static final String DHCPV6_SERVER = "-p udp -m udp --sport 547 ";
    private static final String GATEWAY6 = "-s " + Ipv6Prefix.GATEWAY_LINK_LOCAL + "/128 ";
    private static final String DHCPV6_ANSWER = GATEWAY6 + "-p udp -m udp --sport 547 --dport 546 ";
    private static final String METADATA6 = "-d fd00:ec2::254/128 -p tcp -m tcp --dport 80 ";
    private static final String ANY_TAP = "jt+";
    private static final Pattern SET = Pattern.compile("--match-set (\\S+)");

    IptablesRules {
        chains = List.copyOf(chains);
        rules = List.copyOf(rules);
    }

    static IptablesRules of(Policy policy, GroupRules groupRules, Family family) {
        Builder builder = new Builder(family);
        List<Guest> guests = policy.guests().stream()
                .filter(guest -> family == Family.IPV4 || family.of(guest).isPresent())
                .toList();
        builder.dispatch();
        if (family == Family.IPV6 && !guests.isEmpty()) {
            builder.discovery();
        }
        guests.forEach(builder::guest);
        builder.chain(Names.TO);
        Set<SecurityGroupId> used = new TreeSet<>();
        guests.forEach(guest -> used.addAll(guest.groups()));
        policy.groups().stream().map(SecurityGroup::id).filter(used::contains).forEach(builder::group);
        groupRules.rules().forEach(builder::rule);
        return new IptablesRules(List.copyOf(builder.chains), builder.rules);
    }

    /**
     * One text for {@code iptables-restore --noflush}, applied in one commit. It declares, and so empties, our own chains
     * only; the administrator's two are made when they are missing and left alone after.
     *
     * @param current what is there: stale chains of ours are removed and a missing jump is added
     * @param before rules that are there just so; chains that have the same now are left out, for a node may have thousands of rules
     */
    String restore(OwnChains current, Optional<IptablesRules> before) {
        List<String> changed = changedSince(before, current.filterChains());
        Set<String> filled = new HashSet<>(changed);
        List<String> lines = new ArrayList<>();
        lines.add("*filter");
        for (String hook : List.of(Names.PRE, Names.POST)) {
            if (!current.filterChains().contains(hook)) {
                lines.add(declaration(hook));
            }
        }
        Set<String> stale = new TreeSet<>(current.filterChains());
        stale.removeAll(Set.of(Names.PRE, Names.POST));
        chains.forEach(stale::remove);
        changed.forEach(chain -> lines.add(declaration(chain)));
        stale.forEach(chain -> lines.add(declaration(chain)));
        rules.stream().filter(rule -> filled.contains(chainOf(rule))).forEach(lines::add);
        stale.forEach(chain -> lines.add("-X " + chain));
        if (!current.jumps().contains("filter FORWARD " + Names.FORWARD)) {
            lines.add("-I FORWARD 1 -j " + Names.FORWARD);
        }
        lines.add("COMMIT");
        return String.join("\n", lines) + "\n";
    }

    /** The chains that {@link #restore} makes anew or removes. */
    Set<String> touched(IptablesRules before, OwnChains current) {
        Set<String> touched = new HashSet<>(current.filterChains());
        touched.removeAll(Set.of(Names.PRE, Names.POST));
        chains.forEach(touched::remove);
        touched.addAll(changedSince(Optional.of(before), current.filterChains()));
        return touched;
    }

    /** Those of the lines of {@link OwnChains} that are not of these chains. */
    static List<String> without(List<String> lines, Set<String> chains) {
        return lines.stream()
                .filter(line -> !chains.contains(chainOfLine(line)))
                .toList();
    }

    /** Of a line such as {@code filter :CHAIN - [0:0]} or {@code filter -A CHAIN …}. */
    private static String chainOfLine(String line) {
        String[] words = line.split(" ", 4);
        return words[1].startsWith(":") ? words[1].substring(1) : words[2];
    }

    private List<String> changedSince(Optional<IptablesRules> before, Set<String> present) {
        if (before.isEmpty()) {
            return chains;
        }
        Map<String, List<String>> former = before.get().byChain();
        Map<String, List<String>> wanted = byChain();
        return chains.stream()
                .filter(chain -> !present.contains(chain)
                        || !wanted.getOrDefault(chain, List.of()).equals(former.getOrDefault(chain, List.of())))
                .toList();
    }

    private Map<String, List<String>> byChain() {
        return rules.stream().collect(Collectors.groupingBy(IptablesRules::chainOf));
    }

    /** Of a rule such as {@code -A CHAIN …}. */
    private static String chainOf(String rule) {
        return rule.split(" ", 3)[1];
    }

    /** What of our chains nobody but this node changes, to be compared: the administrator's own rules are not in it. */
    static List<String> unchanging(OwnChains chains) {
        return chains.ownLines().stream()
                .filter(line -> !line.startsWith("filter -A " + Names.PRE + " ")
                        && !line.startsWith("filter -A " + Names.POST + " "))
                .toList();
    }

    /** Names of the sets that our rules look at. */
    static Set<String> setsOf(OwnChains chains) {
        Set<String> names = new HashSet<>();
        for (String line : chains.ownLines()) {
            Matcher matcher = SET.matcher(line);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private static String declaration(String chain) {
        return ":" + chain + " - [0:0]";
    }

    private static final class Builder {
        private final Family family;
        private final Set<String> chains = new LinkedHashSet<>();
        private final List<String> rules = new ArrayList<>();

        Builder(Family family) {
            this.family = family;
        }

        void chain(String name) {
            chains.add(name);
        }

        void add(String chain, String rule) {
            chains.add(chain);
            rules.add("-A " + chain + " " + rule);
        }

        void dispatch() {
            add(Names.FORWARD, FROM_TAP + ANY_TAP + " -j " + Names.GUESTS);
            add(Names.FORWARD, TO_TAP + ANY_TAP + " -j " + Names.GUESTS);
            // What the administrator accepts passes.
            add(Names.GUESTS, PASS);
            add(Names.GUESTS, "-j " + Names.PRE);
            if (family == Family.IPV6) {
                // Seen where guests speak as well, but there not in pieces.
                add(Names.GUESTS, FROM_TAP + ANY_TAP + " " + DHCPV6_SERVER + "-j DROP");
            }
            add(Names.GUESTS, UNMARK);
            add(Names.GUESTS, "-m conntrack --ctstate RELATED,ESTABLISHED -j " + Names.PASS);
            add(Names.GUESTS, "-m conntrack --ctstate INVALID -j DROP");
            add(Names.GUESTS, FROM_TAP + ANY_TAP + " -j " + Names.FROM);
            // Who goes there does not come back here, also when somebody flushed it.
            add(Names.GUESTS, FROM_TAP + ANY_TAP + " -m mark ! --mark " + PERMITTED + " -g " + Names.CLOSED);
            add(Names.GUESTS, UNMARK);
            add(Names.GUESTS, TO_TAP + ANY_TAP + " -j " + Names.TO);
            add(Names.GUESTS, TO_TAP + ANY_TAP + " -g " + Names.CLOSED);
            add(Names.GUESTS, "-j " + Names.PASS);
            add(Names.PASS, PASS);
            add(Names.PASS, "-j ACCEPT");
            add(Names.CLOSED, PASS);
            add(Names.CLOSED, "-j " + Names.POST);
            add(Names.CLOSED, "-j DROP");
            chain(Names.FROM);
        }

        /** Without these there is no IPv6: guests find neighbours, their router and their address, and read their metadata. */
        void discovery() {
            add(Names.FROM, ICMPV6 + ROUTER_SOLICITATION + " " + PERMIT);
            add(Names.TO, GATEWAY6 + ICMPV6 + ROUTER_ADVERTISEMENT + " -j " + Names.PASS);
            add(Names.TO, ICMPV6 + ROUTER_ADVERTISEMENT + " -j DROP");
            DISCOVERY.forEach(type -> {
                add(Names.FROM, ICMPV6 + type + " " + PERMIT);
                add(Names.TO, ICMPV6 + type + " -j " + Names.PASS);
            });
            LISTENER_REPORTS.forEach(type -> add(Names.FROM, ICMPV6 + type + " " + PERMIT));
            add(Names.FROM, DHCPV6_REQUEST + PERMIT);
            add(Names.TO, DHCPV6_ANSWER + "-j " + Names.PASS);
            add(Names.TO, DHCPV6_SERVER + "-j DROP");
            add(Names.FROM, METADATA6 + PERMIT);
        }

        void guest(Guest guest) {
            String from = Names.from(guest.id());
            String to = Names.to(guest.id());
            add(Names.FROM, FROM_TAP + guest.tap() + " -j " + from);
            add(Names.TO, TO_TAP + guest.tap() + " -j " + to);
            if (family == Family.IPV4) {
                dhcp(guest, from, to);
            }
            guest.groups().stream().sorted().distinct().forEach(group -> {
                add(from, "-j " + Names.group(group, true));
                add(to, "-j " + Names.group(group, false));
            });
            chain(from);
            chain(to);
        }

        /** DHCP and the metadata are no group's business: without them an instance does not become one. */
        private void dhcp(Guest guest, String from, String to) {
            if (guest.gateway().isPresent()) {
                String gateway = guest.gateway().get() + "/32 ";
                add(from, "-d 255.255.255.255/32 " + DHCP_REQUEST + PERMIT);
                add(from, "-d " + gateway + DHCP_REQUEST + PERMIT);
                add(from, METADATA + PERMIT);
                add(to, "-s " + gateway + DHCP_ANSWER + "-j " + Names.PASS);
            } else {
                // Who serves DHCP is the site's business; guests cannot, for their answers are dropped where they
                // speak.
                add(from, DHCP_REQUEST + PERMIT);
                add(to, DHCP_ANSWER + "-j " + Names.PASS);
            }
        }

        void group(SecurityGroupId id) {
            chain(Names.group(id, true));
            chain(Names.group(id, false));
        }

        void rule(GroupRules.Rule rule) {
            Flow flow = rule.flow();
            String side = rule.set()
                    .map(set -> "-m set --match-set " + set + (flow.egress() ? " dst " : " src "))
                    .orElse("");
            add(
                    Names.group(rule.group(), flow.egress()),
                    flow.match() + side + (flow.egress() ? PERMIT : "-j " + Names.PASS));
        }
    }
}
