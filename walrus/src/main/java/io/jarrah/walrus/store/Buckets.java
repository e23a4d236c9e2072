package io.jarrah.walrus.store;

import io.jarrah.common.id.AccountId;
import io.jarrah.walrus.db.BucketEntity;
import io.jarrah.walrus.db.BucketRows;
import io.jarrah.walrus.db.UploadEntity;
import io.jarrah.walrus.db.UploadRows;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The buckets. */
public final class Buckets {
    private final Storage storage;

    public Buckets(Storage storage) {
        this.storage = storage;
    }

    /** The bucket of that name. */
    public Optional<BucketInfo> find(String name) {
        return storage.database().read(session -> BucketRows.find(session, name).map(BucketInfo::of));
    }

    /** An account's buckets in order of name, at most {@code limit}, after a name and with a prefix. */
    public List<BucketInfo> ownedBy(AccountId account, String after, String prefix, int limit) {
        return storage.database()
                .read(session -> BucketRows.ownedBy(session, account.value(), after, prefix, limit).stream()
                        .map(BucketInfo::of)
                        .toList());
    }

    /** Makes the bucket; BucketAlreadyOwnedByYou or BucketAlreadyExists when the name is taken. */
    public BucketInfo create(String name, AccountId owner) {
        return storage.locks()
                .forBucket(
                        name,
                        () -> storage.write(session -> {
                            Optional<BucketEntity> existing = BucketRows.find(session, name);
                            if (existing.isPresent()) {
                                boolean own = existing.get().ownerAccount().equals(owner.value());
                                throw new S3Exception(
                                                own ? S3Error.BucketAlreadyOwnedByYou : S3Error.BucketAlreadyExists)
                                        .with("BucketName", name);
                            }
                            BucketEntity bucket = new BucketEntity(name, owner.value(), storage.now());
                            session.persist(bucket);
                            return BucketInfo.of(bucket);
                        }));
    }

    /** Removes an empty bucket, and with it the uploads under way, as Amazon does. BucketNotEmpty when it has objects. */
    public void delete(String name) {
        List<Storage.Dropped> dropped;
        dropped = storage.locks()
                .forBucket(
                        name,
                        () -> storage.write(session -> {
                            BucketEntity bucket = Storage.bucket(session, name);
                            if (BucketRows.isUsed(session, name)) {
                                throw new S3Exception(S3Error.BucketNotEmpty).with("BucketName", name);
                            }
                            List<Storage.Dropped> uploads = new ArrayList<>();
                            for (UploadEntity upload : UploadRows.ofBucket(session, name)) {
                                uploads.add(Storage.drop(session, upload.uploadId()));
                                session.remove(upload);
                            }
                            session.flush();
                            session.remove(bucket);
                            return uploads;
                        }));
        dropped.forEach(storage::reclaim);
    }
}
