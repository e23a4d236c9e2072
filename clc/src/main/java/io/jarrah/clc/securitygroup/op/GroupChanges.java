package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.common.db.ContendedWork;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.hibernate.Session;

/**
 * Changes of rules: each makes the network documents of all clusters others, and wakes their reconcilers after the commit. A document
 * that did not change after all is applied in vain and harms nothing; finding out which do would race with launches.
 *
 * <p>Changes of one process take turns, which spares tools that send many at once (Terraform sends ten) losing races.
 */
public final class GroupChanges {
    private final Database database;
    private final SecurityGroups groups;
    private final ClusterWakeUp wakeUp;
    private final ReentrantLock turn = new ReentrantLock(true);

    public GroupChanges(Database database, SecurityGroups groups, ClusterWakeUp wakeUp) {
        this.database = database;
        this.groups = groups;
        this.wakeUp = wakeUp;
    }

    private record Outcome<T>(T result, Set<ClusterName> clusters) {}

    SecurityGroups groups() {
        return groups;
    }

    /** A change of rules. The function may run several times. */
    <T> T change(Function<Session, T> work) {
        Outcome<T> outcome = inTurn(work);
        outcome.clusters().forEach(wakeUp::wakeUp);
        return outcome.result();
    }

    private <T> Outcome<T> inTurn(Function<Session, T> work) {
        turn.lock();
        try {
            return ContendedWork.write(database, session -> {
                Set<ClusterName> clusters = Clusters.networkChangedEverywhere(session);
                return new Outcome<>(work.apply(session), clusters);
            });
        } finally {
            turn.unlock();
        }
    }

    /** A change that clusters need not know of, such as of a description. */
    <T> T changeQuietly(Function<Session, T> work) {
        return ContendedWork.write(database, work);
    }
}
