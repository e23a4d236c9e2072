package io.jarrah.walrus.store;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Orders the metadata transactions of this process that would only lose a race in the database: writers of one key, and
 * writers into a bucket against its removal. Correctness across processes is the database's.
 */
final class KeyLocks {
    private static final int STRIPES = 1024;

    private final Lock[] keys =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(Lock[]::new);
    private final ReadWriteLock[] buckets =
            Stream.generate(ReentrantReadWriteLock::new).limit(STRIPES).toArray(ReadWriteLock[]::new);

    /** What is locked until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** For a change of these keys of the bucket; keys of other buckets are named by {@code bucket/key} too. */
    Held forKeys(String bucket, String... names) {
        Lock shared = buckets[stripe(bucket)].readLock();
        int[] stripes = Stream.of(names)
                .mapToInt(KeyLocks::stripe)
                .distinct()
                .sorted()
                .toArray();
        shared.lock();
        IntStream.of(stripes).forEach(i -> keys[i].lock());
        return () -> {
            IntStream.of(stripes).forEach(i -> keys[i].unlock());
            shared.unlock();
        };
    }

    /** For making or removing the bucket. */
    Held forBucket(String bucket) {
        Lock exclusive = buckets[stripe(bucket)].writeLock();
        exclusive.lock();
        return exclusive::unlock;
    }

    private static int stripe(String name) {
        int hash = name.hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), STRIPES);
    }
}
