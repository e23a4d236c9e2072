package io.jarrah.walrus;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObjectDescription;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.WalrusService;
import io.jarrah.common.id.AccountId;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.store.BucketInfo;
import io.jarrah.walrus.store.Buckets;
import io.jarrah.walrus.store.ContentDigester;
import io.jarrah.walrus.store.ObjectKey;
import io.jarrah.walrus.store.Objects;
import io.jarrah.walrus.store.Objects.Place;
import io.jarrah.walrus.store.OpenObject;
import io.jarrah.walrus.store.StoredObject;
import java.io.IOException;
import java.util.Optional;

/** What Walrus does for the cloud controller. Reads only, but for the digest it keeps once it computed it. */
public final class ObjectDescriptions implements WalrusService {
    private final Buckets buckets;
    private final Objects objects;

    public ObjectDescriptions(Buckets buckets, Objects objects) {
        this.buckets = buckets;
        this.objects = objects;
    }

    /** The caller, a cloud controller, answers for {@code reader}; here counts that the bucket is that account's. */
    @Override
    public ObjectDescription describeObject(Correlation correlation, AccountId reader, String bucket, String key) {
        BucketInfo info = buckets.find(bucket)
                .orElseThrow(() ->
                        new ServiceException(ServiceException.Code.NOT_FOUND, "there is no bucket \"" + bucket + "\""));
        if (!info.owner().equals(reader)) {
            throw new ServiceException(
                    ServiceException.Code.ACCESS_DENIED,
                    "the bucket \"" + bucket + "\" does not belong to account " + reader);
        }
        try (OpenObject object = open(bucket, key)) {
            StoredObject stored = object.object();
            String sha256 = stored.sha256().isPresent() ? stored.sha256().get() : compute(object);
            return new ObjectDescription(stored.size(), sha256, stored.etag(), stored.lastModified());
        } catch (IOException e) {
            throw new ServiceException(
                    ServiceException.Code.INTERNAL, "the object " + bucket + "/" + key + " cannot be read", e);
        }
    }

    private OpenObject open(String bucket, String key) {
        try {
            return objects.open(new Place(bucket, new ObjectKey(key)))
                    .orElseThrow(() -> new ServiceException(
                            ServiceException.Code.NOT_FOUND,
                            "there is no object \"" + key + "\" in the bucket \"" + bucket + "\""));
        } catch (S3Exception e) {
            throw new ServiceException(ServiceException.Code.INVALID, e.message(), e);
        }
    }

    private String compute(OpenObject object) throws IOException {
        String contentId = object.object().contentId();
        String sha256 = ContentDigester.digest(object, true, Optional.empty())
                .sha256Hex()
                .orElseThrow();
        objects.noteSha256(contentId, sha256);
        return sha256;
    }
}
