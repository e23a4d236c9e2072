package io.jarrah.nc.firewall;

import static io.jarrah.common.contract.SecurityRule.ANY;
import static io.jarrah.common.contract.SecurityRule.ICMP;
import static io.jarrah.common.contract.SecurityRule.ICMPV6;
import static io.jarrah.common.contract.SecurityRule.TCP;
import static io.jarrah.common.contract.SecurityRule.UDP;
import static io.jarrah.nc.testing.Groups.allOut;
import static io.jarrah.nc.testing.Groups.group;
import static io.jarrah.nc.testing.Groups.in;
import static io.jarrah.nc.testing.Groups.out;

import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.nc.testing.Groups;
import io.jarrah.nc.testing.Specs;
import java.util.List;
import java.util.Optional;

/** Policies for tests: a web server and a database on one node, and what their groups permit. */
final class Policies {
    static final SecurityGroupId WEB = Groups.id(0xbeb);
    static final SecurityGroupId DATABASE = Groups.id(0xdb);
    static final SecurityGroupId ELSEWHERE = Groups.id(0xe15e);
    static final Guest FRONT = guest(5, WEB);
    static final Guest BACK = guest(6, DATABASE);

    private Policies() {}

    static Guest guest(int number, SecurityGroupId... groups) {
        InstanceId id = Specs.id(number);
        return new Guest(
                id,
                "jt" + id.value().substring(6),
                "d0:0d:00:00:00:%02x".formatted(number),
                Optional.of("172.16.10." + number),
                Optional.of("172.16.10.1"),
                List.of(groups));
    }

    /** The same, with IPv6 for the web server and for a member of a group elsewhere. */
    static Policy dualStack() {
        Policy sample = sample();
        Guest front = new Guest(
                FRONT.id(),
                FRONT.tap(),
                FRONT.mac(),
                FRONT.address(),
                FRONT.gateway(),
                FRONT.groups(),
                Optional.of("fd00:10::a:5"));
        List<SecurityGroup> groups = List.of(
                group(
                        0xbeb,
                        List.of(),
                        out(ANY, ANY, ANY, "::/0"),
                        in(TCP, 80, 80, "::/0"),
                        in(TCP, 443, 443, "0.0.0.0/0"),
                        in(TCP, 22, 22, "2001:db8::/32"),
                        in(TCP, 22, 22, "2001:db8:1::7/128"),
                        in(TCP, 22, 22, "::c000:201/128"),
                        in(TCP, 22, 22, ELSEWHERE),
                        in(ICMP, ANY, ANY, ELSEWHERE),
                        in(ICMPV6, 128, 0, "2001:db8::/32"),
                        in(ICMPV6, ANY, ANY, "fd00:10::/32"),
                        in(UDP, 0, 1023, "2001:db8::/32"),
                        in(50, ANY, ANY, "2001:db8::/32")),
                group(0xe15e, List.of("172.16.30.3", "fd00:10:0:1::3")));
        return new Policy(List.of(front, BACK), groups, sample.tunnels());
    }

    static Policy sample() {
        SecurityGroup web = group(
                0xbeb,
                List.of("172.16.10.5", "172.16.20.9"),
                allOut(),
                in(TCP, 80, 80, "0.0.0.0/0"),
                in(TCP, 22, 22, "203.0.113.0/24"),
                in(TCP, 22, 22, "198.51.100.7/32"),
                in(TCP, 22, 22, "2001:db8::/32"),
                in(TCP, 22, 22, ELSEWHERE),
                in(ICMP, 8, 0, "203.0.113.0/24"),
                in(ICMP, 3, ANY, "203.0.113.0/24"),
                in(ICMP, ANY, ANY, "198.51.100.0/24"),
                in(UDP, 0, 1023, "203.0.113.0/24"),
                in(50, ANY, ANY, "192.0.2.1/32"));
        SecurityGroup database = group(
                0xdb,
                List.of("172.16.10.6"),
                in(TCP, 5432, 5433, WEB),
                in(ANY, ANY, ANY, DATABASE),
                out(TCP, 443, 443, "192.0.2.0/24"));
        SecurityGroup elsewhere = group(0xe15e, List.of("172.16.30.3"), in(TCP, 1, 1, "192.0.2.0/24"));
        return new Policy(List.of(FRONT, BACK), List.of(web, database, elsewhere), List.of("vx10", "vx11"));
    }
}
