package io.jarrah.walrus.db;

import java.util.List;

/** What Walrus' database is made of. */
public final class WalrusEntities {
    /** Class path location of the migrations. */
    public static final String MIGRATIONS = "db/migration/walrus";

    /** All mapped classes. */
    public static final List<Class<?>> ALL = List.of(
            BucketEntity.class, ObjectEntity.class, PartEntity.class, UploadEntity.class, ChecksumColumns.class);

    private WalrusEntities() {}
}
