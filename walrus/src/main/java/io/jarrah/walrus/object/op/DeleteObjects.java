package io.jarrah.walrus.object.op;

import io.jarrah.common.aws.S3XmlCodec;
import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.BucketInfo;
import io.jarrah.walrus.store.ObjectKey;
import io.jarrah.walrus.store.Objects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Removes up to 1000 objects (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html). */
public final class DeleteObjects implements Operation.WithDocument {
    private static final int MAX_KEYS = 1000;
    private static final int MAX_BYTES = 2 << 20;

    private final BucketGuard guard;
    private final Objects objects;
    private final S3XmlCodec codec;

    public DeleteObjects(BucketGuard guard, Objects objects, S3XmlCodec codec) {
        this.guard = guard;
        this.objects = objects;
        this.codec = codec;
    }

    @Override
    public int maxBytes() {
        return MAX_BYTES;
    }

    @Override
    public Reply execute(Call call, byte[] document) {
        BucketInfo bucket = guard.require(call);
        Delete request = codec.decode(document, "Delete", Delete.builder());
        if (request.objects().isEmpty() || request.objects().size() > MAX_KEYS) {
            throw new S3Exception(S3Error.MalformedXML);
        }
        List<ObjectKey> keys = new ArrayList<>();
        List<software.amazon.awssdk.services.s3.model.S3Error> errors = new ArrayList<>();
        for (ObjectIdentifier identifier : request.objects()) {
            Optional<S3Exception> refused = collect(identifier, keys);
            refused.ifPresent(failure -> errors.add(software.amazon.awssdk.services.s3.model.S3Error.builder()
                    .key(identifier.key())
                    .versionId(identifier.versionId())
                    .code(failure.error().code())
                    .message(failure.message())
                    .build()));
        }
        objects.deleteAll(bucket.name(), keys);
        boolean quiet = Boolean.TRUE.equals(request.quiet());
        List<DeletedObject> deleted = quiet
                ? List.of()
                : keys.stream()
                        .map(key -> DeletedObject.builder().key(key.value()).build())
                        .toList();
        return Reply.ok(
                DeleteObjectsResponse.builder().deleted(deleted).errors(errors).build());
    }

    private static Optional<S3Exception> collect(ObjectIdentifier identifier, List<ObjectKey> keys) {
        String version = identifier.versionId();
        if (version != null && !version.isEmpty() && !version.equals("null")) {
            return Optional.of(new S3Exception(S3Error.NoSuchVersion));
        }
        if (identifier.key() == null) {
            throw new S3Exception(S3Error.MalformedXML);
        }
        try {
            keys.add(new ObjectKey(identifier.key()));
            return Optional.empty();
        } catch (S3Exception e) {
            return Optional.of(e);
        }
    }
}
