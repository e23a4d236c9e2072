package io.jarrah.clc.address;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.AllocationId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.hibernate.Session;

/**
 * Takes addresses out of the pool. The rows say which are free. This process remembers where it was and which it found taken, so that
 * it looks at a few rows; only when those are not enough it looks at all, which is about once in a round through the pool. What it
 * remembers is never believed before a look. Going round lets an address rest as long as possible before another owner gets it.
 *
 * <p>Two transactions that take the same address collide on its primary key, and the later one starts over: see {@link AddressChanges}.
 */
public final class AddressPool {
    private static final int SPARE = 16;
    private static final long NEVER_FULL = -1;

    private final PublicAddressPlan plan;
    private final RandomGenerator random;
    private final BitSet seenTaken = new BitSet();
    private int next;
    private long fullWithRows = NEVER_FULL;

    public AddressPool(PublicAddressPlan plan, RandomGenerator random) {
        this.plan = plan;
        this.random = random;
    }

    /** Which addresses there are to give. */
    public PublicAddressPlan plan() {
        return plan;
    }

    /**
     * An elastic address for an account.
     *
     * @throws ApiException InsufficientAddressCapacity when none is free
     */
    public AddressEntity allocate(Session session, AccountId account, Instant now) {
        List<String> free = free(session, 1);
        if (free.isEmpty()) {
            throw exhausted(1, 0);
        }
        return persistElastic(session, free.getFirst(), account, now);
    }

    /**
     * That elastic address for an account.
     *
     * @throws ApiException InvalidAddress.NotFound when it is not in the pool, InvalidIPAddress.InUse when it is not free
     */
    public AddressEntity allocate(Session session, String wanted, AccountId account, Instant now) {
        if (plan.addresses().indexOf(wanted).isEmpty()) {
            throw Ec2Error.INVALID_ADDRESS_NOT_FOUND.because(
                    "Address '" + wanted + "' is not in the pool of public addresses.");
        }
        if (!taken(session, List.of(wanted)).isEmpty()) {
            throw Ec2Error.INVALID_IP_ADDRESS_IN_USE.because("Address '" + wanted + "' is in use.");
        }
        return persistElastic(session, wanted, account, now);
    }

    private AddressEntity persistElastic(Session session, String ip, AccountId account, Instant now) {
        AddressEntity made = AddressEntity.elastic(ip, account, AllocationId.random(random), now);
        session.persist(made);
        session.flush();
        return made;
    }

    /** Gives an instance that is being launched this address, which {@link #free} found, for its life. */
    public PublicAddress assign(
            Session session, String ip, AccountId account, InstanceId instance, ClusterName zone, Instant now) {
        AddressEntity made = AddressEntity.automatic(ip, account, instance, zone, now);
        session.persist(made);
        return made.address();
    }

    /** Free addresses, as many as wanted or as there are: one query, and seldom one more over all rows. */
    public List<String> free(Session session, int wanted) {
        List<String> found = new ArrayList<>();
        BitSet tried = new BitSet();
        tryNext(session, wanted, tried, found);
        if (found.size() < wanted && !isKnownToBeFull(session)) {
            lookAtAll(session);
            tryNext(session, wanted, tried, found);
        }
        return found;
    }

    /** Looks whether the next addresses not seen taken are free. */
    private void tryNext(Session session, int wanted, BitSet tried, List<String> found) {
        List<Integer> candidates = untried(tried, wanted - found.size() + SPARE);
        if (candidates.isEmpty()) {
            return;
        }
        Set<String> taken =
                taken(session, candidates.stream().map(plan.addresses()::get).toList());
        for (int candidate : candidates) {
            String ip = plan.addresses().get(candidate);
            tried.set(candidate);
            if (taken.contains(ip)) {
                foundTaken(candidate);
            } else if (found.size() < wanted) {
                found.add(ip);
                goOnAfter(candidate);
            }
        }
    }

    /** The error of a request that needs more addresses than are free. */
    public ApiException exhausted(int wanted, int free) {
        return Ec2Error.INSUFFICIENT_ADDRESS_CAPACITY.because(
                plan.addresses().isEmpty()
                        ? "This cloud has no public addresses; the administrator can name some as VNET_PUBLICIPS in"
                                + " jarrah.conf."
                        : "Not enough available addresses to satisfy your request: " + wanted + " wanted, " + free
                                + " of " + plan.addresses().size() + " free.");
    }

    private synchronized List<Integer> untried(BitSet tried, int most) {
        List<Integer> candidates = new ArrayList<>();
        int size = plan.addresses().size();
        int from = next;
        for (int i = 0; i < size && candidates.size() < most; i++) {
            int candidate = (from + i) % size;
            if (!seenTaken.get(candidate) && !tried.get(candidate)) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private synchronized void foundTaken(int index) {
        seenTaken.set(index);
    }

    private synchronized void goOnAfter(int index) {
        next = (index + 1) % plan.addresses().size();
    }

    /**
     * While every address of the pool is taken nothing can be added to the rows. So as long as there are as many rows as when all were
     * taken, all are.
     */
    private boolean isKnownToBeFull(Session session) {
        long rows = full();
        return plan.addresses().isEmpty() || (rows != NEVER_FULL && rows == count(session));
    }

    private synchronized long full() {
        return fullWithRows;
    }

    private static long count(Session session) {
        return session.createSelectionQuery("select count(*) from AddressEntity", Long.class)
                .getSingleResult();
    }

    private void lookAtAll(Session session) {
        List<String> rows = session.createSelectionQuery("select publicIp from AddressEntity", String.class)
                .getResultList();
        BitSet taken = new BitSet();
        rows.forEach(ip -> plan.addresses().indexOf(ip).ifPresent(taken::set));
        replaceSeen(taken, taken.cardinality() == plan.addresses().size() ? rows.size() : NEVER_FULL);
    }

    private synchronized void replaceSeen(BitSet taken, long full) {
        seenTaken.clear();
        seenTaken.or(taken);
        fullWithRows = full;
    }

    private static Set<String> taken(Session session, Collection<String> candidates) {
        return new HashSet<>(session.createSelectionQuery(
                        "select publicIp from AddressEntity where publicIp in :candidates", String.class)
                .setParameterList("candidates", candidates)
                .getResultList());
    }
}
