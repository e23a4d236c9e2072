package io.jarrah.walrus.multipart.op;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.object.ObjectHeaders;
import io.jarrah.walrus.object.UploadSink;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.ContentSink;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.Objects;
import io.jarrah.walrus.store.Objects.Place;
import io.jarrah.walrus.store.Uploads;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Takes a part in (https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html). */
public final class UploadPart implements Operation.WithContent {
    private final BucketGuard guard;
    private final Objects objects;
    private final Uploads uploads;

    public UploadPart(BucketGuard guard, Objects objects, Uploads uploads) {
        this.guard = guard;
        this.objects = objects;
        this.uploads = uploads;
    }

    @Override
    public ContentSink begin(Call call) throws IOException {
        guard.require(call);
        Place place = call.target().requirePlace();
        int number = PartNumbers.require(call.query());
        String uploadId = call.query().text("uploadId");
        Uploads.Upload upload = uploads.find(place, uploadId);
        requireSameAlgorithm(upload.checksumAlgorithm(), call.body().checksum());
        return UploadSink.open(
                objects,
                call.body(),
                upload.checksumAlgorithm(),
                (content, digests) -> reply(uploads.putPart(place, uploadId, number, content)));
    }

    private static void requireSameAlgorithm(Optional<ChecksumAlgorithm> begun, Optional<ChecksumAlgorithm> sent) {
        if (begun.isPresent() && sent.isPresent() && !begun.equals(sent)) {
            throw new S3Exception(
                    S3Error.InvalidRequest,
                    "Checksum Type mismatch occurred, expected checksum Type: " + begun.get()
                            + ", actual checksum Type: " + sent.get());
        }
    }

    private static Reply reply(Uploads.Part part) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", ObjectHeaders.quoted(part.etag()));
        part.checksum().ifPresent(sum -> headers.put(sum.algorithm().header(), sum.value()));
        return new Reply.Empty(200, headers);
    }
}
