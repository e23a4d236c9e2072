package io.jarrah.clc.identity;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;

/** Answers for the instances; see {@link io.jarrah.common.contract.IdentityService#getInstanceMetadata}. */
@FunctionalInterface
public interface MetadataSource {
    /** The metadata of the one running or booting instance with that address; a ServiceException NOT_FOUND when there is none. */
    InstanceMetadata of(Correlation correlation, ClusterName cluster, NetworkId network, String sourceIp);
}
