package io.jarrah.clc.address;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.AllocationId;
import io.jarrah.common.id.AssociationId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;

/** The rows of public addresses; every method works in the caller's transaction and takes one query, however many addresses there are. */
public final class Addresses {
    /** Their resource type in tags and ARNs. */
    public static final String RESOURCE_TYPE = "elastic-ip";

    private static final String ELASTIC =
            "from AddressEntity where accountId = :account" + " and allocationId is not null and releasedAt is null";

    private Addresses() {}

    /** How tags find elastic addresses. */
    public static TaggableType taggable() {
        return new TaggableType(
                RESOURCE_TYPE,
                AllocationId.PREFIX,
                Ec2Error.INVALID_ALLOCATION_ID_NOT_FOUND,
                Ec2Error.INVALID_ID,
                (session, account, id) ->
                        byAllocation(session, account, new AllocationId(id)).isPresent());
    }

    /** All elastic addresses of an account. */
    public static List<AddressEntity> elastic(Session session, AccountId account) {
        return session.createSelectionQuery(ELASTIC, AddressEntity.class)
                .setParameter("account", account.value())
                .getResultList();
    }

    /** How many elastic addresses an account has. */
    public static long countElastic(Session session, AccountId account) {
        return session.createSelectionQuery("select count(*) " + ELASTIC, Long.class)
                .setParameter("account", account.value())
                .getSingleResult();
    }

    /** The account's elastic address with that allocation id. */
    public static Optional<AddressEntity> byAllocation(Session session, AccountId account, AllocationId id) {
        return session.createSelectionQuery(ELASTIC + " and allocationId = :id", AddressEntity.class)
                .setParameter("account", account.value())
                .setParameter("id", id.value())
                .uniqueResultOptional();
    }

    /** The account's elastic address that leads somewhere by that association. */
    public static Optional<AddressEntity> byAssociation(Session session, AccountId account, AssociationId id) {
        return session.createSelectionQuery(ELASTIC + " and associationId = :id", AddressEntity.class)
                .setParameter("account", account.value())
                .setParameter("id", id.value())
                .uniqueResultOptional();
    }

    /** The row of an address, whoever has it. */
    public static Optional<AddressEntity> find(Session session, String publicIp) {
        return Optional.ofNullable(session.find(AddressEntity.class, publicIp));
    }

    /** The address that leads to an instance. */
    public static Optional<AddressEntity> ofInstance(Session session, InstanceId instance) {
        return ofInstances(session, List.of(instance)).stream().findFirst();
    }

    /** The addresses that lead to these instances. */
    static List<AddressEntity> ofInstances(Session session, Collection<InstanceId> instances) {
        if (instances.isEmpty()) {
            return List.of();
        }
        return session.createSelectionQuery("from AddressEntity where instanceId in :instances", AddressEntity.class)
                .setParameterList(
                        "instances", instances.stream().map(InstanceId::value).toList())
                .getResultList();
    }

    /** All addresses that lead to instances of an account. */
    public static Map<InstanceId, PublicAddress> inUse(Session session, AccountId account) {
        Map<InstanceId, PublicAddress> byInstance = new HashMap<>();
        session.createSelectionQuery(
                        "from AddressEntity where accountId = :account and instanceId is not null", AddressEntity.class)
                .setParameter("account", account.value())
                .getResultList()
                .forEach(row -> row.instance().ifPresent(instance -> byInstance.put(instance, row.address())));
        return byInstance;
    }

    /** The addresses that lead to these instances, as values. */
    public static Map<InstanceId, PublicAddress> inUse(Session session, Collection<InstanceId> instances) {
        Map<InstanceId, PublicAddress> byInstance = new HashMap<>();
        ofInstances(session, instances)
                .forEach(row -> row.instance().ifPresent(instance -> byInstance.put(instance, row.address())));
        return byInstance;
    }

    /** What a cluster has to translate: instance to address. */
    public static Map<InstanceId, String> inZone(Session session, ClusterName zone) {
        Map<InstanceId, String> byInstance = new HashMap<>();
        session.createSelectionQuery(
                        "select instanceId, publicIp from AddressEntity where zoneName = :zone", Object[].class)
                .setParameter("zone", zone.value())
                .getResultList()
                .forEach(row -> byInstance.put(new InstanceId((String) row[0]), (String) row[1]));
        return byInstance;
    }
}
