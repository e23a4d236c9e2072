package io.jarrah.walrus.multipart.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.object.ChecksumMembers;
import io.jarrah.walrus.object.ObjectHeaders;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Owner;
import io.jarrah.walrus.s3.Query;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.s3.UrlEncoding;
import io.jarrah.walrus.store.BucketInfo;
import io.jarrah.walrus.store.Objects.Place;
import io.jarrah.walrus.store.Uploads;
import java.util.List;
import software.amazon.awssdk.services.s3.model.Initiator;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;

/** The parts that arrived (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html). */
public final class ListParts implements Operation.Simple {
    private static final int MAX = 1000;

    private final BucketGuard guard;
    private final Uploads uploads;

    public ListParts(BucketGuard guard, Uploads uploads) {
        this.guard = guard;
        this.uploads = uploads;
    }

    @Override
    public Reply execute(Call call) {
        BucketInfo bucket = guard.require(call);
        Query query = call.query();
        Place place = call.target().requirePlace();
        String uploadId = query.text("uploadId");
        int limit = Math.min(MAX, query.number("max-parts", MAX, 0, Integer.MAX_VALUE));
        int marker = query.number("part-number-marker", 0, 0, Integer.MAX_VALUE);
        boolean encoded = UrlEncoding.encodingType(query).isPresent();
        Uploads.Upload upload = uploads.find(place, uploadId);
        List<Uploads.Part> found = uploads.parts(place, uploadId, marker, limit + 1);
        List<Uploads.Part> page = found.subList(0, Math.min(limit, found.size()));
        String key = place.key().value();
        return Reply.ok(ListPartsResponse.builder()
                .bucket(bucket.name())
                .key(encoded ? UrlEncoding.encode(key) : key)
                .uploadId(uploadId)
                .partNumberMarker(marker)
                .nextPartNumberMarker(page.isEmpty() ? marker : page.getLast().number())
                .maxParts(limit)
                .isTruncated(limit > 0 && found.size() > limit)
                .parts(page.stream().map(ListParts::part).toList())
                .initiator(Initiator.builder()
                        .id(upload.initiatorArn())
                        .displayName(upload.initiatorArn())
                        .build())
                .owner(Owner.of(bucket.owner()))
                .storageClass("STANDARD")
                .checksumAlgorithm(upload.checksumAlgorithm().map(Enum::name).orElse(null))
                .checksumType(upload.checksumType().map(Enum::name).orElse(null))
                .build());
    }

    private static Part part(Uploads.Part part) {
        Part.Builder line = Part.builder()
                .partNumber(part.number())
                .lastModified(part.lastModified())
                .eTag(ObjectHeaders.quoted(part.etag()))
                .size(part.size());
        ChecksumMembers.set(line, part.checksum());
        return line.build();
    }
}
