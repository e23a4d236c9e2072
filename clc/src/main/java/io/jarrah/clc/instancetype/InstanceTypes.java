package io.jarrah.clc.instancetype;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.Session;

/**
 * The types users may ask for: Eucalyptus' five with their classic sizes, some small ones of today's proportions, and what the operator made of them. A row replaces the built-in type of its name, or hides it when disabled.
 */
public final class InstanceTypes {
    /** What RunInstances takes when the request names none, as EC2 does. */
    public static final String DEFAULT = "m1.small";

    private static final List<InstanceType> BUILT_IN = List.of(
            new InstanceType("m1.small", 1, 128, 2),
            new InstanceType("c1.medium", 1, 256, 5),
            new InstanceType("m1.large", 2, 512, 10),
            new InstanceType("m1.xlarge", 2, 1024, 20),
            new InstanceType("c1.xlarge", 4, 2048, 20),
            new InstanceType("t1.micro", 1, 256, 4),
            new InstanceType("t2.nano", 1, 512, 8),
            new InstanceType("t2.micro", 1, 1024, 8),
            new InstanceType("t2.small", 1, 2048, 8),
            new InstanceType("t2.medium", 2, 4096, 16),
            new InstanceType("t2.large", 2, 8192, 16));

    /** All types by name. */
    public Collection<InstanceType> all(Session session) {
        Map<String, InstanceType> types = new TreeMap<>();
        BUILT_IN.forEach(type -> types.put(type.name(), type));
        for (InstanceTypeEntity row : session.createSelectionQuery("from InstanceTypeEntity", InstanceTypeEntity.class)
                .getResultList()) {
            if (row.enabled()) {
                types.put(row.type().name(), row.type());
            } else {
                types.remove(row.type().name());
            }
        }
        return types.values();
    }

    /** The type of that name. */
    public Optional<InstanceType> find(Session session, String name) {
        InstanceTypeEntity row = session.find(InstanceTypeEntity.class, name);
        if (row != null) {
            return row.enabled() ? Optional.of(row.type()) : Optional.empty();
        }
        return BUILT_IN.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    /** Defines a type, or changes it for instances started from now on. */
    public void define(Session session, InstanceType type) {
        session.merge(new InstanceTypeEntity(type, true));
    }

    /** Hides a type from new instances; false when there is none of that name. */
    public boolean hide(Session session, String name) {
        Optional<InstanceType> type = find(session, name);
        type.ifPresent(found -> session.merge(new InstanceTypeEntity(found, false)));
        return type.isPresent();
    }
}
