package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.cluster.ClusterEntity;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.clc.network.Networks;
import io.jarrah.clc.vpc.DefaultSubnet;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.clc.zone.Zones;
import io.jarrah.common.db.ContendedWork;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.net.Ipv6Prefix;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;

/**
 * The default subnets of an account, one in each zone. One that is described exists: where the account has no network yet it gets one, so
 * that its prefix can be told before the first launch. A zone for which no slice of VNET_SUBNET is left has no subnet.
 */
public final class DefaultSubnets {
    private final Database database;
    private final Networks networks;
    private final Zones zones;
    private final ClusterWakeUp wakeUp;

    public DefaultSubnets(Database database, Networks networks, Zones zones, ClusterWakeUp wakeUp) {
        this.database = database;
        this.networks = networks;
        this.zones = zones;
        this.wakeUp = wakeUp;
    }

    /** Whether that is the id of the account's default subnet in one of the zones. */
    public boolean isSubnet(Session session, AccountId account, String id) {
        return zones.all(session).stream()
                .anyMatch(zone -> DefaultVpc.subnet(account, zone).equals(id));
    }

    /** The caller's subnets, by zone. Writes only when one has to be made. */
    List<DefaultSubnet> of(CallContext context) {
        Found found = database.read(session -> find(session, context.account()));
        if (found.missing().isEmpty()) {
            return found.subnets();
        }
        ContendedWork.write(database, session -> make(session, context, found.missing()))
                .forEach(wakeUp::wakeUp);
        return database.read(session -> find(session, context.account())).subnets();
    }

    /**
     * What there is.
     *
     * @param missing zones in which a network can be made
     */
    private record Found(List<DefaultSubnet> subnets, List<ClusterName> missing) {}

    private Found find(Session session, AccountId account) {
        List<NetworkEntity> present = networks.ofAccount(session, account);
        Map<NetworkId, Integer> used = networks.plan().mode().flat()
                ? Instances.placesByNetwork(session)
                : Instances.addressesByNetwork(session, account);
        List<DefaultSubnet> subnets = present.stream()
                .map(network -> new DefaultSubnet(
                        DefaultVpc.subnet(account, network.zone()),
                        network.zone(),
                        network.cidr(),
                        networks.plan().hostsPerNetwork() - used.getOrDefault(network.id(), 0),
                        networks.plan().cidr6(network.slice()).map(Ipv6Prefix::toString),
                        network.assignsIpv6()))
                .toList();
        List<ClusterName> missing = without(present, zones.all(session));
        return new Found(subnets, missing.isEmpty() || networks.isFull(session) ? List.of() : missing);
    }

    /** Makes the networks of these zones; returns the clusters to wake. Who loses a slice to another account takes the next one. */
    private Set<ClusterName> make(Session session, CallContext context, List<ClusterName> missing) {
        Set<ClusterName> changed = new HashSet<>();
        for (ClusterName zone : without(networks.ofAccount(session, context.account()), missing)) {
            ClusterEntity cluster = Clusters.ensure(session, zone, context.now());
            networks.ensure(session, context.account(), zone, context.now()).ifPresent(ensured -> {
                cluster.networkChanged();
                changed.add(zone);
                changed.addAll(ensured.elsewhere());
            });
        }
        return changed;
    }

    private static List<ClusterName> without(List<NetworkEntity> present, List<ClusterName> zones) {
        Set<ClusterName> served =
                new HashSet<>(present.stream().map(NetworkEntity::zone).toList());
        return zones.stream().filter(zone -> !served.contains(zone)).toList();
    }
}
