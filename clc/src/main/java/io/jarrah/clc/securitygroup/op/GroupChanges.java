package io.jarrah.clc.securitygroup.op;

import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.common.db.ContendedWork;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SecurityGroupId;
import java.util.Map;
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
    private final RuleNotes notes;
    private final ReentrantLock turn = new ReentrantLock(true);

    public GroupChanges(Database database, SecurityGroups groups, ClusterWakeUp wakeUp, RuleNotes notes) {
        this.database = database;
        this.groups = groups;
        this.wakeUp = wakeUp;
        this.notes = notes;
    }

    /**
     * What was done.
     *
     * @param group the one group whose rules were changed; nothing else was that network documents are made of
     * @param result for the caller
     */
    record Changed<T>(SecurityGroupId group, T result) {}

    private record Outcome<T>(Changed<T> changed, Map<ClusterName, Long> generations) {}

    SecurityGroups groups() {
        return groups;
    }

    /** A change of the rules of one group. The function may run several times. */
    <T> T change(Function<Session, Changed<T>> work) {
        Outcome<T> outcome = inTurn(work);
        notes.note(outcome.generations(), outcome.changed().group());
        outcome.generations().keySet().forEach(wakeUp::wakeUp);
        return outcome.changed().result();
    }

    private <T> Outcome<T> inTurn(Function<Session, Changed<T>> work) {
        turn.lock();
        try {
            return ContendedWork.write(database, session -> {
                Map<ClusterName, Long> generations = Clusters.nextNetworkEverywhere(session);
                return new Outcome<>(work.apply(session), generations);
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
