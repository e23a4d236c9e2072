package io.jarrah.clc.securitygroup;

import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.Optional;

/**
 * What a rule permits, in its one canonical form, so that equal permissions are equal records.
 *
 * @param protocol IANA number; {@link SecurityRule#ANY} for all
 * @param from lowest port of TCP and UDP, exactly; ICMP type; {@link SecurityRule#ANY} for all types, and for other protocols
 * @param to highest port of TCP and UDP; ICMP code; {@link SecurityRule#ANY} for all codes, and for other protocols
 * @param peer the other side
 */
public record Permission(int protocol, int from, int to, Peer peer) {
    /** The other side: addresses, or the members of a group. */
    public sealed interface Peer {
        /** Unique among peers: the prefix or the group's id. */
        String key();
    }

    /** Addresses. */
    public record Addresses(Prefix prefix) implements Peer {
        @Override
        public String key() {
            return prefix.value();
        }
    }

    /**
     * The members of a group.
     *
     * @param account the group's owner
     */
    public record Members(SecurityGroupId group, AccountId account) implements Peer {
        @Override
        public String key() {
            return group.value();
        }
    }

    /** Everything, with that peer. */
    static Permission all(Peer peer) {
        return new Permission(SecurityRule.ANY, SecurityRule.ANY, SecurityRule.ANY, peer);
    }

    /** The prefix, when the other side is one. */
    public Optional<Prefix> prefix() {
        return switch (peer) {
            case Addresses addresses -> Optional.of(addresses.prefix());
            case Members unused -> Optional.empty();
        };
    }

    /** The group, when the other side is one. */
    public Optional<Members> members() {
        return switch (peer) {
            case Addresses unused -> Optional.empty();
            case Members members -> Optional.of(members);
        };
    }
}
