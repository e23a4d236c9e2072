package io.jarrah.clc.storage;

import io.jarrah.common.contract.StorageService;
import io.jarrah.common.id.ClusterName;
import java.util.List;

/** The registered storage controllers and how to reach them; a port that the gateway implements. */
public interface StorageControllers {
    /** Every zone with a registered storage controller that was not revoked, by name. */
    List<ClusterName> zones();

    /** The storage controller of that zone. A ServiceException UNAVAILABLE when none is registered now. */
    StorageService of(ClusterName zone);
}
