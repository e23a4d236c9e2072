package io.jarrah.walrus.multipart.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Owner;
import io.jarrah.walrus.s3.Query;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.s3.UrlEncoding;
import io.jarrah.walrus.store.BucketInfo;
import io.jarrah.walrus.store.Listings;
import io.jarrah.walrus.store.Uploads;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.Initiator;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** The uploads under way (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html). */
public final class ListMultipartUploads implements Operation.Simple {
    private static final int MAX = 1000;

    private final BucketGuard guard;
    private final Listings listings;

    public ListMultipartUploads(BucketGuard guard, Listings listings) {
        this.guard = guard;
        this.listings = listings;
    }

    @Override
    public Reply execute(Call call) {
        BucketInfo bucket = guard.require(call);
        Query query = call.query();
        UnaryOperator<String> encode =
                UrlEncoding.encodingType(query).isPresent() ? UrlEncoding::encode : UnaryOperator.identity();
        int limit = Math.min(MAX, query.number("max-uploads", MAX, 0, Integer.MAX_VALUE));
        String prefix = query.text("prefix");
        String delimiter = query.text("delimiter");
        String keyMarker = query.text("key-marker");
        String idMarker = keyMarker.isEmpty() ? "" : query.text("upload-id-marker");
        Listings.UploadPage page = listings.uploads(bucket.name(), prefix, delimiter, keyMarker, idMarker, limit);
        ListMultipartUploadsResponse.Builder response = ListMultipartUploadsResponse.builder()
                .bucket(bucket.name())
                .keyMarker(encode.apply(keyMarker))
                .uploadIdMarker(idMarker)
                .prefix(encode.apply(prefix))
                .delimiter(delimiter.isEmpty() ? null : encode.apply(delimiter))
                .maxUploads(limit)
                .isTruncated(page.next().isPresent())
                .encodingType(UrlEncoding.encodingType(query).orElse(null))
                .uploads(page.items().stream()
                        .map(upload -> line(upload, bucket, encode))
                        .toList())
                .commonPrefixes(page.prefixes().stream()
                        .map(common -> CommonPrefix.builder()
                                .prefix(encode.apply(common))
                                .build())
                        .toList());
        page.next().ifPresent(next -> response.nextKeyMarker(encode.apply(next.key()))
                .nextUploadIdMarker(next.uploadId()));
        return Reply.ok(response.build());
    }

    private static MultipartUpload line(Uploads.Upload upload, BucketInfo bucket, UnaryOperator<String> encode) {
        return MultipartUpload.builder()
                .uploadId(upload.uploadId())
                .key(encode.apply(upload.key().value()))
                .initiated(upload.created())
                .storageClass("STANDARD")
                .owner(Owner.of(bucket.owner()))
                .initiator(Initiator.builder()
                        .id(upload.initiatorArn())
                        .displayName(upload.initiatorArn())
                        .build())
                .checksumAlgorithm(upload.checksumAlgorithm().map(Enum::name).orElse(null))
                .checksumType(upload.checksumType().map(Enum::name).orElse(null))
                .build();
    }
}
