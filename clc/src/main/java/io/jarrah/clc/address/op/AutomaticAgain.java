package io.jarrah.clc.address.op;

import io.jarrah.clc.address.AddressPool;
import io.jarrah.clc.address.Addresses;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.common.id.InstanceId;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;

/**
 * An instance that got a public address at its launch lost it to an elastic one; when that one leaves, it gets another, if one is
 * free. The cluster's network document changes in the same transaction, by the change that took the elastic one away.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html">EC2 instance IP addressing</a>
 */
final class AutomaticAgain {
    private final AddressPool pool;

    AutomaticAgain(AddressPool pool) {
        this.pool = pool;
    }

    /** Gives the instance an address unless it is ending, has one, or never had one of its own. */
    void give(Session session, InstanceId id, Instant now) {
        // What led to it must be written as gone, for an instance has one address at most.
        session.flush();
        InstanceEntity row = session.find(InstanceEntity.class, id.value());
        if (row == null
                || !row.hasAutomaticAddress()
                || (row.state() != InstanceState.PENDING && row.state() != InstanceState.RUNNING)
                || Addresses.ofInstance(session, id).isPresent()) {
            return;
        }
        List<String> free = pool.free(session, 1);
        if (!free.isEmpty()) {
            pool.assign(session, free.getFirst(), row.account(), id, row.zone(), now);
            session.flush();
        }
    }
}
