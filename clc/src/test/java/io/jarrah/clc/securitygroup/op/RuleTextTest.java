package io.jarrah.clc.securitygroup.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.Permission;
import io.jarrah.clc.securitygroup.Prefix;
import io.jarrah.clc.securitygroup.SecurityGroupRuleId;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTextTest {
    private static final AccountId OWNER = new AccountId("111122223333");
    private static final AccountId OTHER = new AccountId("444455556666");
    private static final SecurityGroupId GROUP = new SecurityGroupId("sg-0123456789abcdef0");

    /** Wakame opened only the last port of a range, swapped ICMP type and code, and ignored IPv6. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp:22,22,ip4:0.0.0.0 | 6 22 22 0.0.0.0/0",
                "tcp:1,1024,ip4:0.0.0.0/0 | 6 1 1024 0.0.0.0/0",
                "udp:0,53,ip4:192.168.2.77/24 | 17 0 53 192.168.2.0/24",
                "tcp:22,22,ip4:192.168.2.7 | 6 22 22 192.168.2.7/32",
                "icmp:-1,-1,ip4:0.0.0.0 | 1 -1 -1 0.0.0.0/0",
                "icmp:8,0,ip4:0.0.0.0 | 1 8 0 0.0.0.0/0",
                "icmp:3,-1,ip4:0.0.0.0 | 1 3 -1 0.0.0.0/0",
                "tcp:80,80,ip6:2001:db8::/32 | 6 80 80 2001:db8::/32",
                "tcp:80,80,ip6:2001:db8::1 | 6 80 80 2001:db8::1/128",
                "all:-1,-1,ip4:0.0.0.0 | -1 -1 -1 0.0.0.0/0",
                "47:-1,-1,ip4:10.0.0.0/8 | 47 -1 -1 10.0.0.0/8",
                "'  tcp : 22 ,\t23 ,  ip4: 10.0.0.0/8 ' | 6 22 23 10.0.0.0/8",
            })
    void aLineSaysWhatItSays(String line, String expected) {
        AskedPermission rule = RuleText.parse(line).getFirst().permission();
        assertThat(rule.peer()).isInstanceOf(AskedPermission.Addresses.class);
        assertThat(rule.protocol() + " " + rule.from() + " " + rule.to() + " "
                        + ((AskedPermission.Addresses) rule.peer()).prefix().value())
                .isEqualTo(expected);
    }

    @Test
    void groupsAreNamedByIdOrWithTheirOwner() {
        assertThat(peer("tcp:22,22," + GROUP)).isEqualTo(new AskedPermission.GroupById(GROUP, Optional.empty()));
        assertThat(peer("tcp:22,22," + OTHER + ":" + GROUP))
                .isEqualTo(new AskedPermission.GroupById(GROUP, Optional.of(OTHER)));
        assertThat(peer("tcp:22,22," + OTHER + ":web, and: more"))
                .isEqualTo(new AskedPermission.GroupByName("web, and: more", Optional.of(OTHER)));
    }

    private static AskedPermission.Peer peer(String line) {
        return RuleText.parse(line).getFirst().permission().peer();
    }

    @Test
    void commentsAndEmptyLinesCountAsLinesAndSayNothing() {
        assertThat(RuleText.parse("# office\r\n\r\n \t\n  # more\ntcp:22,22,ip4:0.0.0.0\n"))
                .extracting(RuleText.Line::number)
                .containsExactly(5);
        assertThat(RuleText.parse("")).isEmpty();
    }

    @Test
    void everyBadLineIsToldByItsNumber() {
        String text = """
                tcp:22,22,ip4:0.0.0.0
                ssh please
                tcp:23,22,ip4:0.0.0.0
                tcp:22,70000,ip4:0.0.0.0
                # fine
                icmp:-1,0,ip4:0.0.0.0
                tcp:22,22,ip4:10.0.0.0/33
                tcp:22,22,a-shpoolxx:web
                tcp:22,22,web
                tcp:22,22,sg-zz
                gopher:1,1,ip4:0.0.0.0
                47:1,1,ip4:0.0.0.0
                tcp:22,22,ip4:2001:db8::/32
                tcp:22,x,ip4:0.0.0.0
                udp:53,53,ip4:192.0.2.1
                """;
        ApiException refused = catchThrowableOfType(ApiException.class, () -> RuleText.parse(text));
        assertThat(refused.error().code()).isEqualTo("ValidationError");
        assertThat(refused.getMessage().lines().skip(1).map(line -> line.replaceAll(":.*", "")))
                .containsExactly(
                        "line 2", "line 3", "line 4", "line 6", "line 7", "line 8", "line 9", "line 10", "line 11",
                        "line 12", "line 13", "line 14");
        assertThat(refused.getMessage()).contains("12 digits").contains("Nothing was changed");
    }

    @Test
    void whatIsTooMuchIsRefused() {
        String rule = "tcp:22,22,ip4:0.0.0.0\n";
        assertThat(RuleText.parse(rule.repeat(1000))).hasSize(1000);
        assertThat(catchThrowableOfType(ApiException.class, () -> RuleText.parse(rule.repeat(1001))))
                .hasMessageContaining("1001");
        assertThat(catchThrowableOfType(ApiException.class, () -> RuleText.parse("tcp:1,1," + "x".repeat(600))))
                .hasMessageContaining("line 1: it has more than 512 characters");
        ApiException many = catchThrowableOfType(ApiException.class, () -> RuleText.parse("bad\n".repeat(50)));
        assertThat(many.getMessage().lines()).hasSize(22).last().isEqualTo("and 30 more");
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        List<GroupRule> rules = List.of(
                rule(6, 0, 22, new Permission.Addresses(Prefix.parse("10.0.0.0/8")), Optional.of("office, floor 2")),
                rule(1, 8, 0, new Permission.Addresses(Prefix.parse("0.0.0.0/0")), Optional.empty()),
                rule(58, -1, -1, new Permission.Addresses(Prefix.parse("2001:db8::/32")), Optional.empty()),
                rule(-1, -1, -1, new Permission.Members(GROUP, OWNER), Optional.empty()),
                rule(17, 53, 53, new Permission.Members(GROUP, OTHER), Optional.empty()),
                rule(47, -1, -1, new Permission.Addresses(Prefix.parse("192.0.2.1/32")), Optional.empty()));
        String text = RuleText.render(OWNER, rules);
        assertThat(text).isEqualTo("""
                all:-1,-1,sg-0123456789abcdef0
                icmp:8,0,ip4:0.0.0.0
                # office, floor 2
                tcp:0,22,ip4:10.0.0.0/8
                udp:53,53,444455556666:sg-0123456789abcdef0
                47:-1,-1,ip4:192.0.2.1/32
                icmpv6:-1,-1,ip6:2001:db8::/32
                """);
        assertThat(RuleText.parse(text))
                .extracting(line -> line.permission().protocol() + " "
                        + line.permission().from() + " " + line.permission().to())
                .containsExactly("-1 -1 -1", "1 8 0", "6 0 22", "17 53 53", "47 -1 -1", "58 -1 -1");
    }

    private static GroupRule rule(int protocol, int from, int to, Permission.Peer peer, Optional<String> description) {
        return new GroupRule(
                SecurityGroupRuleId.random(new Random(1)),
                GROUP,
                OWNER,
                false,
                new Permission(protocol, from, to, peer),
                description);
    }
}
