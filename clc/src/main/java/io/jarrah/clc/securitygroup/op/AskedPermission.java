package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.securitygroup.Prefix;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.Optional;

/**
 * A permission as a request has it: checked and in canonical form, but for the group it may name, which only the rows can tell.
 *
 * @param protocol as in {@link io.jarrah.clc.securitygroup.Permission}
 * @param from as there
 * @param to as there
 * @param peer the other side
 * @param description of the rule
 */
record AskedPermission(int protocol, int from, int to, Peer peer, Optional<String> description) {
    /** The other side. */
    sealed interface Peer {}

    /** Addresses. */
    record Addresses(Prefix prefix) implements Peer {}

    /**
     * A group by id.
     *
     * @param account its owner; the caller when empty
     */
    record GroupById(SecurityGroupId id, Optional<AccountId> account) implements Peer {}

    /**
     * A group by name.
     *
     * @param account its owner; the caller when empty
     */
    record GroupByName(String name, Optional<AccountId> account) implements Peer {}
}
