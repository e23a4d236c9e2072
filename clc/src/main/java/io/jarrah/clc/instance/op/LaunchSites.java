package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.cluster.ClusterRoom;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.instance.NewInstance;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.clc.zone.Zones;
import io.jarrah.common.contract.Health;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Chooses the zone of a launch: the one asked for, or that with the most room. All instances of a launch go to one zone. */
final class LaunchSites {
    private static final int COMPARED = 256;

    private final Zones zones;

    LaunchSites(Zones zones) {
        this.zones = zones;
    }

    /**
     * Where a launch goes.
     *
     * @param zone the zone
     * @param room how many instances of the size fit, counted a little beyond what is wanted
     */
    record Site(ClusterName zone, int room) {}

    /** Chooses for that account, whose subnet decides when the order names one. */
    Site choose(Session session, AccountId account, LaunchOrder order, NewInstance.Shape shape, int wanted) {
        List<ClusterName> candidates = zones.all(session);
        if (order.nic().subnet().isPresent()) {
            candidates = List.of(zoneOf(order.nic().subnet().get(), account, order, candidates));
        } else if (order.zone().isPresent()) {
            String asked = order.zone().get();
            candidates = candidates.stream()
                    .filter(zone -> zone.value().equals(asked))
                    .toList();
            if (candidates.isEmpty()) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because("Invalid availability zone: [" + asked + "]");
            }
        }
        Optional<Site> best = candidates.stream()
                .map(zone -> new Site(zone, room(session, zone, shape, wanted)))
                .max(Comparator.comparingInt(Site::room).thenComparing(Site::zone, Comparator.reverseOrder()));
        if (best.isEmpty() || best.get().room() < order.min()) {
            throw Ec2Error.INSUFFICIENT_INSTANCE_CAPACITY.because("We currently do not have sufficient "
                    + shape.instanceType() + " capacity"
                    + order.zone()
                            .map(zone -> " in the Availability Zone you requested (" + zone + ")")
                            .orElse("")
                    + " for " + order.min() + " instance(s): there is room for "
                    + best.map(Site::room).orElse(0) + ".");
        }
        return best.get();
    }

    private static ClusterName zoneOf(
            String subnet, AccountId account, LaunchOrder order, List<ClusterName> candidates) {
        ClusterName own = candidates.stream()
                .filter(zone -> DefaultVpc.subnet(account, zone).equals(subnet))
                .findFirst()
                .orElseThrow(() ->
                        Ec2Error.INVALID_SUBNET_ID_NOT_FOUND.because("The subnet ID '" + subnet + "' does not exist"));
        order.zone().filter(asked -> !asked.equals(own.value())).ifPresent(asked -> {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Value (" + asked
                    + ") for parameter availabilityZone is invalid. Subnet '" + subnet
                    + "' is in the availability zone " + own);
        });
        return own;
    }

    private static int room(Session session, ClusterName zone, NewInstance.Shape shape, int wanted) {
        if (Clusters.health(session, zone) != Health.OK) {
            return 0;
        }
        Instances.Occupied occupied = Instances.occupied(session, zone);
        return new ClusterRoom(Clusters.nodes(session, zone), occupied.placed(), occupied.unplaced())
                .fits(shape.capacity(), wanted + COMPARED);
    }
}
