package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.Memberships;
import io.jarrah.clc.securitygroup.SecurityGroupRef;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.common.db.ContendedWork;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;

/** Changes the security groups of an instance, also while it runs. */
final class InstanceGroups {
    private final Database database;
    private final GroupLookup lookup;
    private final ClusterWakeUp wakeUp;

    InstanceGroups(Database database, SecurityGroups groups, ClusterWakeUp wakeUp) {
        this.database = database;
        this.lookup = new GroupLookup(groups);
        this.wakeUp = wakeUp;
    }

    /**
     * Makes these the groups of the instance, instead of those it is in.
     *
     * @throws ApiException IncorrectInstanceState for one that is ending or over, InvalidGroup.NotFound
     */
    void change(CallContext context, InstanceId id, List<String> groupIds) {
        Set<ClusterName> changed = ContendedWork.write(database, session -> change(session, context, id, groupIds));
        changed.forEach(wakeUp::wakeUp);
    }

    private Set<ClusterName> change(Session session, CallContext context, InstanceId id, List<String> groupIds) {
        InstanceEntity row = InstanceRequests.find(session, context, id);
        if (row.state() == InstanceState.TERMINATED || row.state() == InstanceState.SHUTTING_DOWN) {
            throw Ec2Error.INCORRECT_INSTANCE_STATE.because("The instance '" + id
                    + "' is not in a state in which its groups can be changed; it is "
                    + row.state().apiName() + ".");
        }
        List<SecurityGroupRef> groups = lookup.forInstance(session, context, groupIds, List.of());
        // The cluster's row first: its version decides between this and an end that is observed at the same time.
        Clusters.ensure(session, row.zone(), context.now()).networkChanged();
        session.flush();
        Set<SecurityGroupId> others = Memberships.replace(session, id, groups);
        Set<ClusterName> changed = new HashSet<>(Memberships.changed(session, others, row.zone()));
        changed.add(row.zone());
        return changed;
    }
}
