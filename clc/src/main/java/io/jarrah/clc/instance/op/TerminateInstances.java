package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.instance.DesiredState;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/**
 * Ends instances; all or none of them. Doing it again is no error.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html">TerminateInstances</a>
 */
public final class TerminateInstances implements Operation<TerminateInstancesRequest, TerminateInstancesResponse> {
    private static final StateReason BY_USER =
            new StateReason("Client.UserInitiatedShutdown", "Client.UserInitiatedShutdown: User initiated shutdown");

    private final Database database;
    private final ClusterWakeUp wakeUp;

    public TerminateInstances(Database database, ClusterWakeUp wakeUp) {
        this.database = database;
        this.wakeUp = wakeUp;
    }

    private record Outcome(List<InstanceStateChange> changes, Set<ClusterName> zones) {}

    @Override
    public TerminateInstancesResponse execute(CallContext context, TerminateInstancesRequest request) {
        Set<InstanceId> ids = InstanceRequests.required(request.instanceIds());
        Outcome outcome = database.write(session -> terminate(session, context, ids));
        outcome.zones().forEach(wakeUp::wakeUp);
        return TerminateInstancesResponse.builder()
                .terminatingInstances(outcome.changes())
                .build();
    }

    private static Outcome terminate(Session session, CallContext context, Set<InstanceId> ids) {
        List<InstanceEntity> rows = InstanceRequests.find(session, context, ids);
        for (InstanceEntity row : rows) {
            if (row.terminationProtected() && row.desired() == DesiredState.RUNNING) {
                throw Ec2Error.OPERATION_NOT_PERMITTED.because("The instance '" + row.id()
                        + "' may not be terminated. Modify its 'disableApiTermination' instance attribute and try"
                        + " again.");
            }
        }
        Outcome outcome = new Outcome(new ArrayList<>(), new LinkedHashSet<>());
        for (InstanceEntity row : rows) {
            InstanceState before = row.state();
            row.terminate(BY_USER, context.correlation(), context.now());
            outcome.changes().add(InstanceRendering.change(row, before));
            outcome.zones().add(row.zone());
        }
        return outcome;
    }
}
