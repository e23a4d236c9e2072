package io.jarrah.walrus.store;

import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
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

    /** Does the work while nobody else changes these keys or makes or removes the bucket; a key is named {@code bucket/key}. */
    <T> T forKeys(String bucket, List<String> names, Supplier<T> work) {
        Lock shared = buckets[stripe(bucket)].readLock();
        int[] stripes =
                names.stream().mapToInt(KeyLocks::stripe).distinct().sorted().toArray();
        shared.lock();
        IntStream.of(stripes).forEach(i -> keys[i].lock());
        try {
            return work.get();
        } finally {
            IntStream.of(stripes).forEach(i -> keys[i].unlock());
            shared.unlock();
        }
    }

    /** Does the work while nobody else makes or removes the bucket or changes a key in it. */
    <T> T forBucket(String bucket, Supplier<T> work) {
        Lock exclusive = buckets[stripe(bucket)].writeLock();
        exclusive.lock();
        try {
            return work.get();
        } finally {
            exclusive.unlock();
        }
    }

    private static int stripe(String name) {
        int hash = name.hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), STRIPES);
    }
}
