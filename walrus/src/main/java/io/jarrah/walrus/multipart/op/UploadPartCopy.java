package io.jarrah.walrus.multipart.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.object.ChecksumMembers;
import io.jarrah.walrus.object.CopySource;
import io.jarrah.walrus.object.ObjectHeaders;
import io.jarrah.walrus.object.UploadSink;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.ContentReader;
import io.jarrah.walrus.store.Objects;
import io.jarrah.walrus.store.Objects.Place;
import io.jarrah.walrus.store.OpenObject;
import io.jarrah.walrus.store.PendingContent;
import io.jarrah.walrus.store.Uploads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

/** Makes a part out of another object, or a range of it (https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html). */
public final class UploadPartCopy implements Operation.Simple {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");
    private static final int BUFFER = 256 << 10;

    private final BucketGuard guard;
    private final Objects objects;
    private final Uploads uploads;

    public UploadPartCopy(BucketGuard guard, Objects objects, Uploads uploads) {
        this.guard = guard;
        this.objects = objects;
        this.uploads = uploads;
    }

    @Override
    public Reply execute(Call call) throws IOException {
        guard.require(call);
        Place place = call.target().requirePlace();
        int number = PartNumbers.require(call.query());
        String uploadId = call.query().text("uploadId");
        Uploads.Upload upload = uploads.find(place, uploadId);
        try (OpenObject source = CopySource.open(call, guard, objects);
                ContentReader reader = range(call, source);
                PendingContent content = objects.receive(reader.remaining(), false, upload.checksumAlgorithm())) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            while (reader.read(buffer) >= 0) {
                content.write(buffer.flip());
                buffer.clear();
            }
            return reply(uploads.putPart(place, uploadId, number, content));
        }
    }

    private static ContentReader range(Call call, OpenObject source) {
        long size = source.object().size();
        long first = 0;
        long length = size;
        String header = call.headers().get("x-amz-copy-source-range").orElse("");
        if (!header.isEmpty()) {
            Matcher matcher = RANGE.matcher(header);
            if (!matcher.matches()) {
                throw S3Exception.invalidArgument(
                        "x-amz-copy-source-range",
                        header,
                        "The x-amz-copy-source-range value must be of the form bytes=first-last");
            }
            first = Long.parseLong(matcher.group(1));
            long last = Long.parseLong(matcher.group(2));
            if (first > last || last >= size) {
                throw S3Exception.invalidArgument(
                        "x-amz-copy-source-range",
                        header,
                        "Range specified is not valid for source object of size: " + size);
            }
            length = last - first + 1;
        }
        if (length > UploadSink.MAX_BYTES) {
            throw new S3Exception(S3Error.EntityTooLarge);
        }
        return source.read(first, length);
    }

    private static Reply reply(Uploads.Part part) {
        CopyPartResult.Builder result =
                CopyPartResult.builder().eTag(ObjectHeaders.quoted(part.etag())).lastModified(part.lastModified());
        ChecksumMembers.set(result, part.checksum());
        return Reply.ok(
                UploadPartCopyResponse.builder().copyPartResult(result.build()).build());
    }
}
