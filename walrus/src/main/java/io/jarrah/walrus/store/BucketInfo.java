package io.jarrah.walrus.store;

import io.jarrah.common.id.AccountId;
import io.jarrah.walrus.db.BucketEntity;
import java.time.Instant;

/**
 * A bucket.
 *
 * @param name its name
 * @param owner the account that owns it and all objects in it
 * @param created when
 */
public record BucketInfo(String name, AccountId owner, Instant created) {
    static BucketInfo of(BucketEntity row) {
        return new BucketInfo(row.name(), new AccountId(row.ownerAccount()), row.created());
    }
}
