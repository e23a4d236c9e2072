package io.jarrah.walrus.multipart.op;

import io.jarrah.common.aws.S3XmlCodec;
import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.checksum.Checksum;
import io.jarrah.walrus.checksum.ChecksumType;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.object.ChecksumMembers;
import io.jarrah.walrus.object.ObjectHeaders;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Conditions;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.s3.RequestHeaders;
import io.jarrah.walrus.store.Completion;
import io.jarrah.walrus.store.Objects.Place;
import io.jarrah.walrus.store.StoredObject;
import io.jarrah.walrus.store.Uploads;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Makes the object out of its parts (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html). */
public final class CompleteMultipartUpload implements Operation.WithDocument {
    /** 10000 parts, each with its checksum. */
    private static final int MAX_BYTES = 4 << 20;

    private final BucketGuard guard;
    private final Uploads uploads;
    private final S3XmlCodec codec;

    public CompleteMultipartUpload(BucketGuard guard, Uploads uploads, S3XmlCodec codec) {
        this.guard = guard;
        this.uploads = uploads;
        this.codec = codec;
    }

    @Override
    public int maxBytes() {
        return MAX_BYTES;
    }

    /** The checksum headers of this action speak of the object, not of the document. */
    @Override
    public boolean checksumIsOfDocument() {
        return false;
    }

    @Override
    public Reply execute(Call call, byte[] document) {
        guard.require(call);
        Place place = call.target().requirePlace();
        CompletedMultipartUpload request =
                codec.decode(document, "CompleteMultipartUpload", CompletedMultipartUpload.builder());
        Completion completion = new Completion(
                request.parts().stream().map(CompleteMultipartUpload::chosen).toList(),
                call.headers().get("x-amz-mp-object-size").map(CompleteMultipartUpload::size),
                expected(call.headers()));
        StoredObject object =
                uploads.complete(place, call.query().text("uploadId"), completion, Conditions.forWrite(call.headers()));
        return Reply.ok(response(call, object));
    }

    private static CompleteMultipartUploadResponse response(Call call, StoredObject object) {
        CompleteMultipartUploadResponse.Builder response = CompleteMultipartUploadResponse.builder()
                .location(call.resource())
                .bucket(object.bucket())
                .key(object.key().value())
                .eTag(ObjectHeaders.quoted(object.etag()));
        ChecksumMembers.set(response, object.checksum());
        return response.build();
    }

    private static Completion.Chosen chosen(CompletedPart part) {
        if (part.partNumber() == null || part.eTag() == null) {
            throw new S3Exception(S3Error.MalformedXML);
        }
        return new Completion.Chosen(part.partNumber(), Conditions.unquote(part.eTag()), ChecksumMembers.get(part));
    }

    private static Optional<Checksum> expected(RequestHeaders headers) {
        return List.of(ChecksumAlgorithm.values()).stream()
                .filter(algorithm -> headers.has(algorithm.header()))
                .findFirst()
                .map(algorithm -> new Checksum(
                        algorithm,
                        ChecksumType.FULL_OBJECT,
                        headers.get(algorithm.header()).orElse("")));
    }

    private static Long size(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new S3Exception(S3Error.InvalidRequest, "Value for x-amz-mp-object-size header is invalid.", e);
        }
    }
}
