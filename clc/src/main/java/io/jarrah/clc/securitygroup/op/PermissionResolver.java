package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.Permission;
import io.jarrah.clc.securitygroup.SecurityGroupEntity;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.common.id.AccountId;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Finds the groups that permissions name. Another account's group is found only by who names its owner. */
final class PermissionResolver {
    private final SecurityGroups groups;
    private final GroupLookup lookup;

    PermissionResolver(SecurityGroups groups) {
        this.groups = groups;
        this.lookup = new GroupLookup(groups);
    }

    /**
     * The permission, whole.
     *
     * @throws ApiException InvalidGroup.NotFound, or InvalidPermission.Malformed for a name in an egress permission
     */
    Permission resolve(Session session, CallContext context, boolean egress, AskedPermission asked) {
        Permission.Peer peer =
                switch (asked.peer()) {
                    case AskedPermission.Addresses addresses -> new Permission.Addresses(addresses.prefix());
                    case AskedPermission.GroupById group -> members(byId(session, context, group));
                    case AskedPermission.GroupByName group -> members(byName(session, context, egress, group));
                };
        return new Permission(asked.protocol(), asked.from(), asked.to(), peer);
    }

    /** The one of these rules that permits just that; a group that is gone is named by no rule. */
    Optional<GroupRule> find(
            Session session, CallContext context, boolean egress, AskedPermission asked, List<GroupRule> rules) {
        String peer =
                switch (asked.peer()) {
                    case AskedPermission.Addresses addresses ->
                        addresses.prefix().value();
                    case AskedPermission.GroupById group -> group.id().value();
                    case AskedPermission.GroupByName group ->
                        byName(session, context, egress, group).id().value();
                };
        return rules.stream()
                .filter(rule -> rule.egress() == egress && permits(rule.permission(), asked, peer))
                .findFirst();
    }

    private static boolean permits(Permission permission, AskedPermission asked, String peer) {
        return permission.protocol() == asked.protocol()
                && permission.from() == asked.from()
                && permission.to() == asked.to()
                && permission.peer().key().equals(peer);
    }

    private static Permission.Members members(SecurityGroupEntity group) {
        return new Permission.Members(group.id(), group.account());
    }

    private SecurityGroupEntity byId(Session session, CallContext context, AskedPermission.GroupById asked) {
        AccountId owner = asked.account().orElse(context.account());
        return groups.byId(session, owner, asked.id())
                .orElseThrow(() -> GroupLookup.noSuchId(asked.id().value()));
    }

    private SecurityGroupEntity byName(
            Session session, CallContext context, boolean egress, AskedPermission.GroupByName asked) {
        if (egress) {
            throw Ec2Error.INVALID_PERMISSION_MALFORMED.because(
                    "An egress permission names a group by GroupId; the request has the name '" + asked.name() + "'");
        }
        Optional<AccountId> other = asked.account().filter(owner -> !owner.equals(context.account()));
        if (other.isEmpty()) {
            return lookup.byName(session, context, asked.name());
        }
        return groups.byName(session, other.get(), asked.name())
                .orElseThrow(() -> Ec2Error.INVALID_GROUP_NOT_FOUND.because(
                        "The security group '" + asked.name() + "' of account " + other.get() + " does not exist"));
    }
}
