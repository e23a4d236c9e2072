package io.jarrah.clc.testing;

import io.jarrah.clc.image.ObjectStore;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObjectDescription;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.AccountId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Walrus' objects in memory, as far as images look at them. */
public final class FakeObjectStore implements ObjectStore {
    private record Stored(Optional<AccountId> reader, byte[] content) {}

    private final Map<String, Stored> objects = new ConcurrentHashMap<>();
    private volatile boolean reachable = true;

    /** No objects yet. */
    public FakeObjectStore() {}

    /** Stores an object that everyone may read. */
    public FakeObjectStore put(String location, byte[] content) {
        objects.put(location, new Stored(Optional.empty(), content.clone()));
        return this;
    }

    /** Stores an object that only this account may read. */
    public FakeObjectStore putFor(AccountId reader, String location, byte[] content) {
        objects.put(location, new Stored(Optional.of(reader), content.clone()));
        return this;
    }

    /** Walrus does not answer, or answers again. */
    public void reachable(boolean answers) {
        reachable = answers;
    }

    @Override
    public ObjectDescription describe(Correlation correlation, AccountId reader, String bucket, String key) {
        Stored stored = require(bucket, key);
        if (stored.reader().isPresent() && !stored.reader().get().equals(reader)) {
            throw new ServiceException(ServiceException.Code.ACCESS_DENIED, reader + " may not read " + bucket);
        }
        return new ObjectDescription(stored.content().length, sha256(stored.content()), "etag", Instant.EPOCH);
    }

    @Override
    public byte[] head(Correlation correlation, String bucket, String key, int count) {
        byte[] content = require(bucket, key).content();
        return Arrays.copyOf(content, Math.min(count, content.length));
    }

    private Stored require(String bucket, String key) {
        if (!reachable) {
            throw new ServiceException(ServiceException.Code.UNAVAILABLE, "the fake object store is unreachable");
        }
        Stored stored = objects.get(bucket + "/" + key);
        if (stored == null) {
            throw new ServiceException(ServiceException.Code.NOT_FOUND, "no object " + bucket + "/" + key);
        }
        return stored;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every Java runtime", e);
        }
    }
}
