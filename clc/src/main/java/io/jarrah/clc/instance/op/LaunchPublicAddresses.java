package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.address.AddressPool;
import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.common.id.InstanceId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;

/**
 * The automatic public addresses of a launch: every instance gets one while some are free, unless the order wants none. An order that
 * insists on them launches no more instances than there are addresses.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html">EC2 instance IP addressing</a>
 */
final class LaunchPublicAddresses {
    private final AddressPool pool;

    LaunchPublicAddresses(AddressPool pool) {
        this.pool = pool;
    }

    /**
     * Free public addresses for a launch; one query, unless nearly all are taken.
     *
     * @param instances how many instances could be launched
     * @throws ApiException InsufficientAddressCapacity when the order insists on addresses and there are too few
     */
    List<String> choose(Session session, LaunchOrder order, int instances) {
        if (order.publicAddress().equals(Optional.of(false))) {
            return List.of();
        }
        List<String> free = pool.free(session, instances);
        if (insists(order) && free.size() < order.min()) {
            throw pool.exhausted(order.min(), free.size());
        }
        return free;
    }

    /** How many of the instances that could be launched have what the order insists on. */
    int permitted(LaunchOrder order, int instances, List<String> free) {
        return insists(order) ? Math.min(instances, free.size()) : instances;
    }

    /** Gives the instances, whose rows are written, the addresses in their order. */
    Map<InstanceId, PublicAddress> assign(
            Session session, List<InstanceEntity> instances, List<String> free, Instant now) {
        Map<InstanceId, PublicAddress> assigned = new HashMap<>();
        for (int i = 0; i < Math.min(instances.size(), free.size()); i++) {
            InstanceEntity row = instances.get(i);
            row.giveAutomaticAddress();
            assigned.put(row.id(), pool.assign(session, free.get(i), row.account(), row.id(), row.zone(), now));
        }
        return assigned;
    }

    /** Where an instance is reached by its own address, it has what is insisted on. */
    private boolean insists(LaunchOrder order) {
        return order.publicAddress().orElse(false) && pool.plan().refusal().isEmpty();
    }
}
