package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.QueryError;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.Permission;
import io.jarrah.clc.securitygroup.Prefix;
import io.jarrah.clc.securitygroup.Protocol;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rules of one direction of a group as Wakame-vdc wrote them, a line each (docs/security-groups.md): {@code tcp:22,22,ip4:192.0.2.0/24}.
 * Where Wakame left out or mixed up what a rule said (the first port of a range, ICMP type and code, IPv6) it is taken as it is
 * written, and a line that cannot be taken so is refused. Pure.
 */
final class RuleText {
    private static final int LONGEST_LINE = 512;
    private static final int SHOWN = 80;
    private static final int PROBLEMS_SHOWN = 20;
    private static final Pattern NUMBER = Pattern.compile("-1|[0-9]{1,5}");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern WAKAME_ACCOUNT = Pattern.compile("a-[0-9a-z]+");
    private static final String V4 = "ip4:";
    private static final String V6 = "ip6:";
    private static final String EVERYTHING = "0.0.0.0";
    private static final String FORM = "a rule is PROTOCOL:FROM,TO,PEER, such as tcp:22,22,ip4:0.0.0.0";

    private RuleText() {}

    /**
     * A rule of a text.
     *
     * @param number of its line, from 1
     */
    record Line(int number, AskedPermission permission) {}

    /**
     * The rules in their order. Empty lines and lines that begin with # say nothing.
     *
     * @throws ApiException ValidationError that names every line that is no rule
     */
    static List<Line> parse(String text) {
        List<Line> lines = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\r\n|\r|\n", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                lines.add(new Line(number, rule(line)));
            } catch (IllegalArgumentException | ApiException e) {
                problems.add(problem(number, String.valueOf(e.getMessage())));
            }
        }
        if (lines.size() > SecurityGroups.MAX_RULES) {
            problems.add("it has " + lines.size() + " rules; a group has up to " + SecurityGroups.MAX_RULES
                    + " in each direction");
        }
        refuse(problems);
        return lines;
    }

    static String problem(int line, String why) {
        return "line " + line + ": " + why;
    }

    /** Returns when there are none. */
    static void refuse(List<String> problems) {
        if (problems.isEmpty()) {
            return;
        }
        String more = problems.size() > PROBLEMS_SHOWN ? "\nand " + (problems.size() - PROBLEMS_SHOWN) + " more" : "";
        throw QueryError.VALIDATION_ERROR.because("Nothing was changed, since the text has errors:\n"
                + String.join("\n", problems.subList(0, Math.min(problems.size(), PROBLEMS_SHOWN))) + more);
    }

    private static AskedPermission rule(String line) {
        if (line.length() > LONGEST_LINE) {
            throw new IllegalArgumentException("it has more than " + LONGEST_LINE + " characters");
        }
        int colon = line.indexOf(':');
        String[] parts = line.substring(colon + 1).split(",", 3);
        if (colon < 1 || parts.length < 3) {
            throw new IllegalArgumentException(FORM + "; it is \"" + shown(line) + "\"");
        }
        int from = number(parts[0]);
        int to = number(parts[1]);
        PortRange range = PortRange.of(line.substring(0, colon).strip(), from, to);
        if (!Protocol.hasRange(range.protocol()) && (from != SecurityRule.ANY || to != SecurityRule.ANY)) {
            throw new IllegalArgumentException(
                    "rules of this protocol have neither ports nor types; write -1,-1 for FROM,TO");
        }
        return new AskedPermission(
                range.protocol(), range.from(), range.to(), peer(parts[2].strip()), Optional.empty());
    }

    private static int number(String text) {
        String word = text.strip();
        if (!NUMBER.matcher(word).matches()) {
            throw new IllegalArgumentException("\"" + shown(word) + "\" is neither a port, an ICMP type nor a code");
        }
        return Integer.parseInt(word);
    }

    private static AskedPermission.Peer peer(String text) {
        if (text.startsWith(V4)) {
            return prefix(text.substring(V4.length()).strip(), false);
        }
        if (text.startsWith(V6)) {
            return prefix(text.substring(V6.length()).strip(), true);
        }
        if (text.startsWith(SecurityGroupId.PREFIX + "-")) {
            return new AskedPermission.GroupById(GroupLookup.id(text), Optional.empty());
        }
        int colon = text.indexOf(':');
        String account = colon < 0 ? "" : text.substring(0, colon).strip();
        String group = text.substring(colon + 1).strip();
        if (WAKAME_ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("the account \"" + shown(account)
                    + "\" is one of Wakame's; write the 12 digits of its account here");
        }
        if (!ACCOUNT.matcher(account).matches() || group.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + shown(text)
                            + "\" is no peer; write ip4:ADDRESS/BITS, ip6:ADDRESS/BITS, sg-ID, or ACCOUNT:GROUP with 12 digits");
        }
        Optional<AccountId> owner = Optional.of(new AccountId(account));
        return group.startsWith(SecurityGroupId.PREFIX + "-")
                ? new AskedPermission.GroupById(GroupLookup.id(group), owner)
                : new AskedPermission.GroupByName(group, owner);
    }

    /** Without a length it is one address; 0.0.0.0 is all, as Wakame has it. */
    private static AskedPermission.Addresses prefix(String text, boolean v6) {
        String whole = text;
        if (text.indexOf('/') < 0) {
            whole = text + (v6 ? "/128" : text.equals(EVERYTHING) ? "/0" : "/32");
        }
        Prefix prefix = Prefix.parse(whole);
        if (prefix.isIpv6() != v6) {
            throw new IllegalArgumentException("\"" + shown(text) + "\" is of the other IP version");
        }
        return new AskedPermission.Addresses(prefix);
    }

    /**
     * Rules as a text that {@link #parse} reads as just those. A description stands before its rule as a comment.
     *
     * @param owner of the group; other accounts' groups are written with their owner
     */
    static String render(AccountId owner, Collection<GroupRule> rules) {
        StringBuilder text = new StringBuilder();
        rules.stream()
                .sorted(Comparator.comparing(
                        GroupRule::permission,
                        Comparator.comparingInt(Permission::protocol)
                                .thenComparingInt(Permission::from)
                                .thenComparingInt(Permission::to)
                                .thenComparing(permission -> permission.peer().key())))
                .forEach(rule -> {
                    rule.description()
                            .ifPresent(words -> text.append("# ").append(words).append('\n'));
                    text.append(line(owner, rule.permission())).append('\n');
                });
        return text.toString();
    }

    private static String line(AccountId owner, Permission permission) {
        String protocol = permission.protocol() == SecurityRule.ANY ? "all" : Protocol.wireName(permission.protocol());
        String peer =
                switch (permission.peer()) {
                    case Permission.Addresses addresses -> addresses(addresses.prefix());
                    case Permission.Members members ->
                        (members.account().equals(owner) ? "" : members.account() + ":") + members.group();
                };
        return protocol + ":" + permission.from() + "," + permission.to() + "," + peer;
    }

    private static String addresses(Prefix prefix) {
        if (prefix.isIpv6()) {
            return V6 + prefix.value();
        }
        return V4 + (prefix.value().equals(EVERYTHING + "/0") ? EVERYTHING : prefix.value());
    }

    private static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
