package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.address.Addresses;
import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.securitygroup.Memberships;
import io.jarrah.clc.securitygroup.SecurityGroupRef;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;

/** Finds network interfaces, which are rows of instances. Every method runs in the caller's transaction. */
public final class Enis {
    private Enis() {}

    /** Whether that is the id of an interface of the account's. */
    public static boolean isInterface(Session session, AccountId account, String id, Instant now) {
        List<InstanceId> instance = DefaultVpc.instanceOf(id).stream().toList();
        return Instances.visible(session, account, instance, now).stream()
                .anyMatch(row -> row.network().isPresent());
    }

    static List<Eni> all(Session session, CallContext context) {
        return of(session, Instances.visible(session, context.account(), context.now()), context);
    }

    /** Those that are there; text that is no id finds nothing. */
    static List<Eni> withIds(Session session, CallContext context, List<String> ids) {
        List<InstanceId> instances = ids.stream()
                .map(DefaultVpc::instanceOf)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        return of(session, Instances.visible(session, context.account(), instances, context.now()), context);
    }

    private static List<Eni> of(Session session, List<InstanceEntity> rows, CallContext context) {
        Map<InstanceId, PublicAddress> addresses = Addresses.inUse(session, context.account());
        Map<InstanceId, List<SecurityGroupRef>> groups = Memberships.ofAccount(session, context.account());
        EniRendering rendering = new EniRendering(context.region());
        return rows.stream()
                .map(row -> rendering.eni(
                        row,
                        Optional.ofNullable(addresses.get(row.id())).or(row::openAddress),
                        groups.getOrDefault(row.id(), List.of())))
                .flatMap(Optional::stream)
                .toList();
    }
}
