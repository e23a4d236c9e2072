package io.jarrah.clc.keypair.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.keypair.KeyPair;
import io.jarrah.clc.keypair.KeyPairs;
import io.jarrah.common.db.Database;
import java.util.Optional;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairResponse;

/**
 * Deletes a key pair; one that is not there is deleted already, as Amazon has it.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html">DeleteKeyPair</a>
 */
public final class DeleteKeyPair implements Operation<DeleteKeyPairRequest, DeleteKeyPairResponse> {
    private final Database database;
    private final KeyPairs pairs;

    public DeleteKeyPair(Database database, KeyPairs pairs) {
        this.database = database;
        this.pairs = pairs;
    }

    @Override
    public DeleteKeyPairResponse execute(CallContext context, DeleteKeyPairRequest request) {
        if (request.keyName() == null && request.keyPairId() == null) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter KeyName or KeyPairId");
        }
        return database.write(session -> {
            Optional<KeyPair> pair = find(session, context, request);
            pair.ifPresent(found -> pairs.remove(session, found));
            return DeleteKeyPairResponse.builder()
                    .returnValue(true)
                    .keyPairId(pair.map(found -> found.id().value()).orElse(null))
                    .build();
        });
    }

    private Optional<KeyPair> find(Session session, CallContext context, DeleteKeyPairRequest request) {
        Optional<KeyPair> pair = request.keyPairId() == null
                ? pairs.byName(session, context.account(), request.keyName())
                : pairs.byId(session, context.account(), request.keyPairId());
        boolean contradicts = request.keyName() != null
                && pair.isPresent()
                && !pair.get().name().equals(request.keyName());
        if (contradicts) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameters KeyName and KeyPairId name different key pairs");
        }
        return pair;
    }
}
