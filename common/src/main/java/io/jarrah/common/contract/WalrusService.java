package io.jarrah.common.contract;

import io.jarrah.common.id.AccountId;

/**
 * What Walrus does for the cloud controller (walrus.wsdl).
 *
 * <p>Every method is idempotent, may be called again after a time-out, and throws {@link ServiceException}.
 */
public interface WalrusService {
    /** An object that the account may read, with the SHA-256 of its content, computed on the first call when the upload did not carry it. NOT_FOUND or ACCESS_DENIED otherwise. */
    ObjectDescription describeObject(Correlation correlation, AccountId reader, String bucket, String key);
}
