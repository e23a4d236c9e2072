package io.jarrah.clc.securitygroup;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ResourceIds;
import io.jarrah.common.id.SecurityGroupId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Finds groups as requests name them, or refuses as EC2 does: InvalidGroupId.Malformed for what is no id at all, InvalidGroup.NotFound
 * for an id or a name that no group of the account has.
 */
public final class GroupLookup {
    private static final Pattern ANY_AGE = Pattern.compile("sg-[0-9a-f]{1,17}");
    private static final int SHOWN = 64;

    private final SecurityGroups groups;

    public GroupLookup(SecurityGroups groups) {
        this.groups = groups;
    }

    /** An id as it came. */
    public static SecurityGroupId id(String text) {
        if (ResourceIds.isLongId(SecurityGroupId.PREFIX, text)) {
            return new SecurityGroupId(text);
        }
        if (ANY_AGE.matcher(text).matches()) {
            throw noSuchId(text);
        }
        throw Ec2Error.INVALID_GROUP_ID_MALFORMED.because("Invalid id: \"" + shown(text) + "\" (expecting \"sg-...\")");
    }

    /** The caller's group of that id. */
    public SecurityGroupEntity byId(Session session, CallContext context, String id) {
        return groups.byId(session, context.account(), id(id)).orElseThrow(() -> noSuchId(id));
    }

    /** The caller's group of that name; the default group is made if need be. */
    public SecurityGroupEntity byName(Session session, CallContext context, String name) {
        return name.equals(SecurityGroups.DEFAULT)
                ? groups.ensureDefault(session, context.account(), context.now())
                : groups.byName(session, context.account(), name)
                        .orElseThrow(() -> noSuchName(name, context.account()));
    }

    /**
     * The group a request is about, by id or by name.
     *
     * @throws ApiException MissingParameter for neither, InvalidParameterCombination for both
     */
    public SecurityGroupEntity one(Session session, CallContext context, @Nullable String id, @Nullable String name) {
        boolean hasId = id != null && !id.isEmpty();
        boolean hasName = name != null && !name.isEmpty();
        if (hasId && hasName) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameter groupName cannot be used with the parameter groupId");
        }
        if (id != null && hasId) {
            return byId(session, context, id);
        }
        if (name != null && hasName) {
            return byName(session, context, name);
        }
        throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter groupName or groupId");
    }

    /**
     * The groups an instance is to be in, each once: those named, or the default group.
     *
     * @throws ApiException SecurityGroupsPerInterfaceLimitExceeded for more than {@link SecurityGroups#MAX_PER_INSTANCE}
     */
    public List<SecurityGroupRef> forInstance(
            Session session, CallContext context, Collection<String> ids, Collection<String> names) {
        Map<SecurityGroupId, SecurityGroupRef> found = new LinkedHashMap<>();
        ids.forEach(id -> {
            SecurityGroupRef group = byId(session, context, id).ref();
            found.put(group.id(), group);
        });
        names.forEach(name -> {
            SecurityGroupRef group = byName(session, context, name).ref();
            found.put(group.id(), group);
        });
        if (found.isEmpty()) {
            return List.of(groups.ensureDefault(session, context.account(), context.now())
                    .ref());
        }
        if (found.size() > SecurityGroups.MAX_PER_INSTANCE) {
            throw Ec2Error.SECURITY_GROUPS_PER_INTERFACE_LIMIT_EXCEEDED.because("An instance can be in "
                    + SecurityGroups.MAX_PER_INSTANCE + " security groups; the request names " + found.size() + ".");
        }
        return List.copyOf(found.values());
    }

    /** InvalidGroup.NotFound for an id. */
    public static ApiException noSuchId(String id) {
        return Ec2Error.INVALID_GROUP_NOT_FOUND.because("The security group '" + id + "' does not exist");
    }

    /** InvalidGroup.NotFound for a name in an account's default VPC. */
    public static ApiException noSuchName(String name, AccountId account) {
        return Ec2Error.INVALID_GROUP_NOT_FOUND.because("The security group '" + shown(name)
                + "' does not exist in default VPC '" + DefaultVpc.vpc(account) + "'");
    }

    private static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
