package io.jarrah.walrus.object.op;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.checksum.Checksum;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.object.ChecksumMembers;
import io.jarrah.walrus.object.CopySource;
import io.jarrah.walrus.object.ObjectHeaders;
import io.jarrah.walrus.object.UploadSink;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Conditions;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.ContentDigester;
import io.jarrah.walrus.store.Objects;
import io.jarrah.walrus.store.Objects.Place;
import io.jarrah.walrus.store.OpenObject;
import io.jarrah.walrus.store.StoredHeaders;
import io.jarrah.walrus.store.StoredObject;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;

/**
 * Copies an object within the cloud (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html). No byte is
 * copied, so it takes the same time for every size; only a checksum that the source does not have makes it read.
 */
public final class CopyObject implements Operation.Simple {
    private final BucketGuard guard;
    private final Objects objects;

    public CopyObject(BucketGuard guard, Objects objects) {
        this.guard = guard;
        this.objects = objects;
    }

    @Override
    public Reply execute(Call call) throws IOException {
        guard.require(call);
        Place target = call.target().requirePlace();
        boolean replace = replaces(call);
        StoredHeaders requested = ObjectHeaders.toStore(call.headers());
        Optional<ChecksumAlgorithm> wanted =
                call.headers().get("x-amz-checksum-algorithm").map(CopyObject::algorithm);
        try (OpenObject source = CopySource.open(call, guard, objects)) {
            StoredObject object = source.object();
            if (object.size() > UploadSink.MAX_BYTES) {
                throw new S3Exception(
                        S3Error.InvalidRequest,
                        "The specified copy source is larger than the maximum allowable size for a copy source: "
                                + UploadSink.MAX_BYTES);
            }
            if (!replace && target.equals(new Place(object.bucket(), object.key()))) {
                throw new S3Exception(
                        S3Error.InvalidRequest,
                        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
            }
            StoredObject copy = objects.copy(
                    object,
                    target,
                    replace ? requested : object.headers(),
                    checksum(source, wanted),
                    Conditions.forWrite(call.headers()));
            return Reply.ok(
                    CopyObjectResponse.builder().copyObjectResult(result(copy)).build());
        }
    }

    private static boolean replaces(Call call) {
        String directive = call.headers().get("x-amz-metadata-directive").orElse("COPY");
        return switch (directive) {
            case "COPY" -> false;
            case "REPLACE" -> true;
            default ->
                throw S3Exception.invalidArgument("x-amz-metadata-directive", directive, "Unknown metadata directive.");
        };
    }

    private static ChecksumAlgorithm algorithm(String name) {
        return ChecksumAlgorithm.ofName(name)
                .orElseThrow(() ->
                        new S3Exception(S3Error.InvalidRequest, "Checksum algorithm provided is unsupported: " + name));
    }

    private static Optional<Checksum> checksum(OpenObject source, Optional<ChecksumAlgorithm> wanted)
            throws IOException {
        Optional<Checksum> present = source.object().checksum();
        if (wanted.isEmpty() || present.map(Checksum::algorithm).equals(wanted)) {
            return present;
        }
        return ContentDigester.digest(source, false, wanted).checksum();
    }

    private static CopyObjectResult result(StoredObject copy) {
        CopyObjectResult.Builder result = CopyObjectResult.builder()
                .eTag(ObjectHeaders.quoted(copy.etag()))
                .lastModified(copy.lastModified());
        ChecksumMembers.set(result, copy.checksum());
        return result.build();
    }
}
