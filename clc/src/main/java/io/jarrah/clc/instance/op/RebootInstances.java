package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RebootInstancesResponse;

/**
 * Asks for one more reboot of each instance. One that is still to boot needs none.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html">RebootInstances</a>
 */
public final class RebootInstances implements Operation<RebootInstancesRequest, RebootInstancesResponse> {
    private final Database database;
    private final ClusterWakeUp wakeUp;

    public RebootInstances(Database database, ClusterWakeUp wakeUp) {
        this.database = database;
        this.wakeUp = wakeUp;
    }

    @Override
    public RebootInstancesResponse execute(CallContext context, RebootInstancesRequest request) {
        Set<InstanceId> ids = InstanceRequests.required(request.instanceIds());
        Set<ClusterName> zones = database.write(session -> reboot(session, context, ids));
        zones.forEach(wakeUp::wakeUp);
        return RebootInstancesResponse.builder().build();
    }

    private static Set<ClusterName> reboot(Session session, CallContext context, Set<InstanceId> ids) {
        Set<ClusterName> zones = new LinkedHashSet<>();
        for (InstanceEntity row : InstanceRequests.find(session, context, ids)) {
            switch (row.state()) {
                case RUNNING -> {
                    row.reboot(context.correlation());
                    zones.add(row.zone());
                }
                case PENDING -> {}
                case SHUTTING_DOWN, TERMINATED ->
                    throw Ec2Error.INCORRECT_INSTANCE_STATE.because("The instance '" + row.id()
                            + "' is not in a state from which it can be rebooted; it is "
                            + row.state().apiName() + ".");
            }
        }
        return zones;
    }
}
