package io.jarrah.clc.address;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.db.Conflicts;
import io.jarrah.common.db.Database;
import jakarta.persistence.PersistenceException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.hibernate.Session;

/**
 * The transactions that give or move public addresses. Those of one process take turns, which spares them losing races; against launches,
 * reports and other processes the constraints and the version of the cluster's row decide, and the loser starts over.
 */
public final class AddressChanges {
    private static final int TRIES = 8;

    private final Database database;
    private final Optional<String> refusal;
    private final ReentrantLock turn = new ReentrantLock(true);

    /**
     * Changes of the addresses of that plan.
     *
     * @param refusal why there can be none; empty where they can
     */
    public AddressChanges(Database database, Optional<String> refusal) {
        this.database = database;
        this.refusal = refusal;
    }

    /**
     * Like {@link Database#write}, and also runs again when a constraint refused what another transaction was faster to take.
     *
     * @throws io.jarrah.clc.action.ApiException UnsupportedOperation where the network mode has no public addresses
     */
    public <T> T write(Function<Session, T> work) {
        refusal.ifPresent(why -> {
            throw Ec2Error.UNSUPPORTED_OPERATION.because(why);
        });
        for (int attempt = 1; ; attempt++) {
            turn.lock();
            try {
                return database.write(work);
            } catch (PersistenceException e) {
                if (attempt == TRIES || Conflicts.violatedConstraint(e) == null) {
                    throw e;
                }
            } finally {
                turn.unlock();
            }
        }
    }
}
