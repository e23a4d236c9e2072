package io.jarrah.nc.testing;

import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.SecurityGroupId;
import java.util.List;
import java.util.Optional;

/** Security groups for tests. */
public final class Groups {
    private static final String EVERYWHERE = "0.0.0.0/0";

    private Groups() {}

    public static SecurityGroupId id(int number) {
        return new SecurityGroupId("sg-%017x".formatted(number));
    }

    public static SecurityRule in(int protocol, int from, int to, String cidr) {
        return new SecurityRule(false, protocol, from, to, Optional.of(cidr), Optional.empty());
    }

    public static SecurityRule in(int protocol, int from, int to, SecurityGroupId group) {
        return new SecurityRule(false, protocol, from, to, Optional.empty(), Optional.of(group));
    }

    public static SecurityRule out(int protocol, int from, int to, String cidr) {
        return new SecurityRule(true, protocol, from, to, Optional.of(cidr), Optional.empty());
    }

    /** What a new group of EC2 has: everything may leave. */
    public static SecurityRule allOut() {
        return out(SecurityRule.ANY, SecurityRule.ANY, SecurityRule.ANY, EVERYWHERE);
    }

    /** Everything may come. */
    public static SecurityRule allIn() {
        return in(SecurityRule.ANY, SecurityRule.ANY, SecurityRule.ANY, EVERYWHERE);
    }

    public static SecurityGroup group(int number, List<String> members, SecurityRule... rules) {
        return new SecurityGroup(id(number), List.of(rules), members);
    }
}
