package io.jarrah.walrus.multipart.op;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.checksum.ChecksumType;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.object.ObjectHeaders;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.Objects.Place;
import io.jarrah.walrus.store.Uploads;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;

/** Begins an upload in parts (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html). */
public final class CreateMultipartUpload implements Operation.Simple {
    private final BucketGuard guard;
    private final Uploads uploads;

    public CreateMultipartUpload(BucketGuard guard, Uploads uploads) {
        this.guard = guard;
        this.uploads = uploads;
    }

    @Override
    public Reply execute(Call call) {
        guard.require(call);
        Place place = call.target().requirePlace();
        Optional<ChecksumAlgorithm> algorithm =
                call.headers().get("x-amz-checksum-algorithm").map(CreateMultipartUpload::algorithm);
        Optional<ChecksumType> type = call.headers().get("x-amz-checksum-type").map(text -> type(text, algorithm));
        Uploads.Upload upload = uploads.create(
                place,
                ObjectHeaders.toStore(call.headers()),
                call.caller().requirePrincipal().arn(),
                algorithm,
                type);
        return Reply.ok(CreateMultipartUploadResponse.builder()
                .bucket(place.bucket())
                .key(place.key().value())
                .uploadId(upload.uploadId())
                .checksumAlgorithm(upload.checksumAlgorithm().map(Enum::name).orElse(null))
                .checksumType(upload.checksumType().map(Enum::name).orElse(null))
                .build());
    }

    private static ChecksumAlgorithm algorithm(String name) {
        return ChecksumAlgorithm.ofName(name)
                .orElseThrow(() ->
                        new S3Exception(S3Error.InvalidRequest, "Checksum algorithm provided is unsupported: " + name));
    }

    private static ChecksumType type(String text, Optional<ChecksumAlgorithm> algorithm) {
        ChecksumType type =
                switch (text) {
                    case "COMPOSITE" -> ChecksumType.COMPOSITE;
                    case "FULL_OBJECT" -> ChecksumType.FULL_OBJECT;
                    default ->
                        throw new S3Exception(
                                S3Error.InvalidRequest, "Value for x-amz-checksum-type header is invalid.");
                };
        boolean possible = algorithm.filter(type::isPossibleWith).isPresent();
        if (!possible) {
            throw new S3Exception(
                    S3Error.InvalidRequest,
                    "The " + type + " checksum type cannot be used with the "
                            + algorithm.map(Enum::name).orElse("absent") + " checksum algorithm.");
        }
        return type;
    }
}
