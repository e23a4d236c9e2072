package io.jarrah.clc.image;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObjectDescription;
import io.jarrah.common.id.AccountId;

/** What images need of Walrus; a port that the gateway implements. Never called inside a transaction. */
public interface ObjectStore {
    /** An object the account may read; a ServiceException NOT_FOUND, ACCESS_DENIED or UNAVAILABLE otherwise. */
    ObjectDescription describe(Correlation correlation, AccountId reader, String bucket, String key);

    /** The first bytes of an object, at most {@code count}; fails like {@link #describe}. */
    byte[] head(Correlation correlation, String bucket, String key, int count);
}
