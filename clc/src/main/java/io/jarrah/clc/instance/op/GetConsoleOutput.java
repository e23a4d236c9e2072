package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.instance.ConsoleSource;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;

/**
 * The end of the serial console, always the latest: the one read that asks the cluster, since a console is no row.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html">GetConsoleOutput</a>
 */
public final class GetConsoleOutput implements Operation<GetConsoleOutputRequest, GetConsoleOutputResponse> {
    private final Database database;
    private final ConsoleSource console;

    public GetConsoleOutput(Database database, ConsoleSource console) {
        this.database = database;
        this.console = console;
    }

    private record Target(ClusterName zone, boolean mayHaveConsole) {}

    @Override
    public GetConsoleOutputResponse execute(CallContext context, GetConsoleOutputRequest request) {
        InstanceId id = InstanceRequests.id(request.instanceId());
        Target target = database.read(session -> {
            var row = InstanceRequests.find(session, context, id);
            boolean placed = row.node().isPresent() && row.state() != InstanceState.TERMINATED;
            return new Target(row.zone(), placed);
        });
        Optional<ConsoleOutput> output = target.mayHaveConsole() ? read(context, target.zone(), id) : Optional.empty();
        GetConsoleOutputResponse.Builder response =
                GetConsoleOutputResponse.builder().instanceId(id.value());
        output.ifPresentOrElse(
                found -> response.timestamp(found.timestamp())
                        .output(Base64.getEncoder().encodeToString(found.tail())),
                () -> response.timestamp(context.now()));
        return response.build();
    }

    private Optional<ConsoleOutput> read(CallContext context, ClusterName zone, InstanceId id) {
        try {
            return Optional.of(console.read(context.correlation(), zone, id));
        } catch (ServiceException e) {
            return switch (e.code()) {
                case NOT_FOUND -> Optional.empty();
                case UNAVAILABLE, NO_CAPACITY ->
                    throw new ApiException(
                            Ec2Error.UNAVAILABLE,
                            "The console of '" + id + "' cannot be read now, because its node does not answer. Try"
                                    + " again later.",
                            e);
                case ACCESS_DENIED, INVALID, INTERNAL -> throw e;
            };
        }
    }
}
