package io.jarrah.clc.storage.reconcile;

import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.id.ClusterName;
import java.time.Duration;

/** Takes over what storage controllers report of one kind. */
public interface StorageListener {
    /** What it hears about, such as "volumes". */
    String subject();

    /**
     * Asks once. What is new is in the rows before reconcilers are woken by it.
     *
     * @param wait for how long the storage controller may wait for something new
     * @return the revision to ask since next
     * @throws ServiceException when it does not answer
     */
    Revision listen(ClusterName zone, StorageService service, Revision since, Duration wait);
}
