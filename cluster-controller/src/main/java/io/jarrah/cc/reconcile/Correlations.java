package io.jarrah.cc.reconcile;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.id.InstanceId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which request caused what is done for an instance, so that the node's log names it too. */
public final class Correlations {
    private static final int LIMIT = 10_000;

    private final Map<InstanceId, Correlation> latest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InstanceId, Correlation> eldest) {
            return size() > LIMIT;
        }
    };

    /** The request asked for something of the instance. */
    public synchronized void note(InstanceId id, Correlation correlation) {
        latest.remove(id);
        latest.put(id, correlation);
    }

    /** The latest request that asked for something of the instance, or a fresh correlation. */
    synchronized Correlation of(InstanceId id) {
        Correlation known = latest.get(id);
        return known == null ? Correlation.random() : known;
    }
}
