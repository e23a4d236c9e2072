package io.jarrah.clc.reconcile;

import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.network.AddressMode;
import io.jarrah.clc.network.LearnedAddress;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over the addresses that the site's DHCP server gave to instances (mode SYSTEM), as their nodes saw it. */
final class LearnedAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(LearnedAddresses.class);

    private LearnedAddresses() {}

    /**
     * Writes them into the rows; returns the instances that have another address than before, or none any more: a DHCP server gives an
     * address to one at a time, so the later report is right and the earlier holder has lost it.
     */
    static List<InstanceId> take(
            Session session, Collection<ObservedInstance> reports, Map<InstanceId, InstanceEntity> rows) {
        List<InstanceId> changed = new ArrayList<>();
        for (ObservedInstance report : reports) {
            InstanceEntity row = rows.get(report.id());
            if (row == null
                    || row.addressMode() != AddressMode.SYSTEM
                    || row.network().isEmpty()
                    || report.address().isEmpty()
                    || report.address().equals(row.privateIp())) {
                continue;
            }
            String address = report.address().get();
            NetworkId network = row.network().get();
            if (!isPossible(session, network, address)) {
                LOG.warn("{} is said to have the address {}, which no host of its network has", row.id(), address);
                continue;
            }
            Optional<InstanceEntity> holder = Instances.holder(session, network, address);
            if (holder.isPresent()) {
                LOG.warn(
                        "{} has the address {} now, which {} had",
                        row.id(),
                        address,
                        holder.get().id());
                holder.get().learnAddress(Optional.empty());
                changed.add(holder.get().id());
                session.flush();
            }
            row.learnAddress(Optional.of(address));
            session.flush();
            changed.add(row.id());
        }
        return changed;
    }

    private static boolean isPossible(Session session, NetworkId network, String address) {
        NetworkEntity row = session.find(NetworkEntity.class, network.value());
        return row != null && LearnedAddress.isPossible(address, row.cidr());
    }
}
