package io.jarrah.common.soap;

import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.ServiceException;
import java.util.Set;

/** Which role may call what. */
final class Access {
    private static final Set<ComponentRole> ANY = Set.of(ComponentRole.values());

    private Access() {}

    static Set<ComponentRole> allowed(Contract contract, String operation) {
        return switch (contract) {
            case CLUSTER, STORAGE, WALRUS -> Set.of(ComponentRole.CLC);
            case NODE -> Set.of(ComponentRole.CC);
            case IDENTITY ->
                switch (operation) {
                    case "getSigningKey", "verifySignatureV2" -> Set.of(ComponentRole.WALRUS, ComponentRole.CLC);
                    case "getInstanceMetadata" -> Set.of(ComponentRole.CC);
                    case "describeComponents" -> ANY;
                    default -> Set.of();
                };
        };
    }

    /** A cluster controller sees the metadata of its own cluster's instances only. */
    static void requireOwnCluster(Component caller, String cluster) {
        if (caller.cluster().isEmpty() || !caller.cluster().get().value().equals(cluster)) {
            throw new ServiceException(
                    ServiceException.Code.ACCESS_DENIED,
                    caller.role() + " " + caller.name() + " may not read metadata of cluster " + cluster);
        }
    }
}
