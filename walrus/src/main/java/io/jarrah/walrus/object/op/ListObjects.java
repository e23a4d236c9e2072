package io.jarrah.walrus.object.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Query;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.s3.UrlEncoding;
import io.jarrah.walrus.store.BucketInfo;
import io.jarrah.walrus.store.Listings;
import io.jarrah.walrus.store.StoredObject;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;

/** Lists a bucket, version 1 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html). */
public final class ListObjects implements Operation.Simple {
    private final BucketGuard guard;
    private final Listings listings;

    public ListObjects(BucketGuard guard, Listings listings) {
        this.guard = guard;
        this.listings = listings;
    }

    @Override
    public Reply execute(Call call) {
        BucketInfo bucket = guard.require(call);
        Query query = call.query();
        ListingLines lines = new ListingLines(UrlEncoding.encodingType(query).isPresent());
        String prefix = query.text("prefix");
        String delimiter = query.text("delimiter");
        String marker = query.text("marker");
        int limit = ListingLines.limit(query);
        Listings.Page<StoredObject> page = listings.objects(
                bucket.name(), new Listings.Query(prefix, delimiter, Listings.after(marker, prefix, delimiter), limit));
        Optional<String> next = page.next().flatMap(ListingLines::marker);
        return Reply.ok(ListObjectsResponse.builder()
                .isTruncated(next.isPresent())
                .marker(lines.encode(marker))
                // Amazon answers it with a delimiter only; without one clients go on from the last key.
                .nextMarker(delimiter.isEmpty() ? null : next.map(lines::encode).orElse(null))
                .contents(page.items().stream()
                        .map(object -> lines.line(object, Optional.of(bucket.owner())))
                        .toList())
                .name(bucket.name())
                .prefix(lines.encode(prefix))
                .delimiter(delimiter.isEmpty() ? null : lines.encode(delimiter))
                .maxKeys(limit)
                .commonPrefixes(lines.prefixes(page.prefixes()))
                .encodingType(UrlEncoding.encodingType(query).orElse(null))
                .build());
    }
}
