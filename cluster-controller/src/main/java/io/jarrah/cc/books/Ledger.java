package io.jarrah.cc.books;

import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.id.InstanceId;
import java.util.Collection;
import java.util.Map;

/** What is taken on a node: by what the cluster put there, whether or not the node has said so yet. Pure. */
public final class Ledger {
    private static final long GIB = 1L << 30;

    private Ledger() {}

    /** What an instance takes; a root disk of the image's own size counts with that size. */
    public static Capacity demand(InstanceSpec spec) {
        Capacity capacity = spec.capacity();
        if (capacity.diskGib() > 0) {
            return capacity;
        }
        long bytes = spec.images().root().sizeBytes();
        return new Capacity(capacity.vcpus(), capacity.memoryMib(), (int) Math.min(1 << 20, (bytes + GIB - 1) / GIB));
    }

    /**
     * What is free.
     *
     * @param total what the node can hold
     * @param used what the node said its records take
     * @param onNode instances that were put there and have not ended, by the cluster's books
     * @param counted those of them that the node had reported before it said {@code used}
     * @param strangers whether the node runs something the cluster has no record of, so that its own figure counts
     */
    public static Capacity available(
            Capacity total,
            Capacity used,
            Map<InstanceId, Capacity> onNode,
            Collection<InstanceId> counted,
            boolean strangers) {
        Capacity taken = strangers ? used : Capacity.NONE;
        for (Map.Entry<InstanceId, Capacity> entry : onNode.entrySet()) {
            if (!strangers || !counted.contains(entry.getKey())) {
                taken = taken.plus(entry.getValue());
            }
        }
        return total.minus(taken);
    }
}
