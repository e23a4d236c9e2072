package io.jarrah.common.contract;

/**
 * What a storage controller does for the cloud controller (storage.wsdl).
 *
 * <p>Every method is idempotent, may be called again after a time-out, and throws {@link ServiceException}.
 */
public interface StorageService {
    /** The controller about itself. */
    StorageStatus describeStorage(Correlation correlation);
}
