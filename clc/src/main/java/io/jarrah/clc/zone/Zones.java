package io.jarrah.clc.zone;

import io.jarrah.common.id.ClusterName;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;

/** The availability zones; works in the caller's transaction. A zone comes with the registration of its cluster and stays, since resources name it. */
public final class Zones {
    /** Makes the zone unless it is there. */
    public void ensure(Session session, ClusterName cluster, Instant now) {
        if (session.find(ZoneEntity.class, cluster.value()) == null) {
            session.persist(new ZoneEntity(cluster.value(), now));
            session.flush();
        }
    }

    /** Whether there is such a zone. */
    public boolean exists(Session session, String name) {
        return session.find(ZoneEntity.class, name) != null;
    }

    /** All zones by name. */
    public List<ClusterName> all(Session session) {
        return session.createSelectionQuery("from ZoneEntity order by name", ZoneEntity.class).getResultList().stream()
                .map(zone -> new ClusterName(zone.name()))
                .toList();
    }
}
