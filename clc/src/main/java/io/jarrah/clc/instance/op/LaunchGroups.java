package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.SecurityGroupRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * The security groups a launch asks for; the default group when it names none.
 *
 * @param ids given by id, sorted
 * @param names given by name, sorted
 */
record LaunchGroups(List<String> ids, List<String> names) {
    LaunchGroups {
        ids = List.copyOf(ids);
        names = List.copyOf(names);
    }

    /**
     * As the request has them: by id and by name for the instance, or by id for its one network interface.
     *
     * @throws ApiException InvalidParameterCombination for both
     */
    static LaunchGroups of(RunInstancesRequest request) {
        if (request.networkInterfaces().isEmpty()) {
            return new LaunchGroups(sorted(request.securityGroupIds()), sorted(request.securityGroups()));
        }
        if (!request.securityGroupIds().isEmpty() || !request.securityGroups().isEmpty()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because("Network interfaces and an instance-level security"
                    + " groups may not be specified on the same request");
        }
        return new LaunchGroups(sorted(request.networkInterfaces().getFirst().groups()), List.of());
    }

    List<SecurityGroupRef> resolve(Session session, CallContext context, GroupLookup lookup) {
        return lookup.forInstance(session, context, ids, names);
    }

    /** Their part of the order's digest; empty for none, as in orders of before groups could be named. */
    String digested() {
        return ids.isEmpty() && names.isEmpty() ? "" : "\u0000" + ids + names;
    }

    private static List<String> sorted(Collection<String> given) {
        SortedSet<String> sorted = new TreeSet<>(given);
        sorted.remove("");
        return new ArrayList<>(sorted);
    }
}
