package io.jarrah.walrus.object.op;

import io.jarrah.common.id.AccountId;
import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Query;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.s3.UrlEncoding;
import io.jarrah.walrus.store.BucketInfo;
import io.jarrah.walrus.store.Listings;
import io.jarrah.walrus.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Lists a bucket, version 2 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html). */
public final class ListObjectsV2 implements Operation.Simple {
    private static final String KEY = "k:";
    private static final String PREFIX = "p:";

    private final BucketGuard guard;
    private final Listings listings;

    public ListObjectsV2(BucketGuard guard, Listings listings) {
        this.guard = guard;
        this.listings = listings;
    }

    @Override
    public Reply execute(Call call) {
        BucketInfo bucket = guard.require(call);
        Query query = call.query();
        if (!query.text("list-type").equals("2")) {
            throw S3Exception.invalidArgument(
                    "list-type", query.text("list-type"), "Invalid List Type specified in Request");
        }
        ListingLines lines = new ListingLines(UrlEncoding.encodingType(query).isPresent());
        String prefix = query.text("prefix");
        String delimiter = query.text("delimiter");
        String startAfter = query.text("start-after");
        Optional<String> token = query.get("continuation-token");
        Listings.Start start =
                token.map(ListObjectsV2::fromToken).orElseGet(() -> Listings.after(startAfter, prefix, delimiter));
        int limit = ListingLines.limit(query);
        Listings.Page<StoredObject> page =
                listings.objects(bucket.name(), new Listings.Query(prefix, delimiter, start, limit));
        Optional<AccountId> owner =
                query.text("fetch-owner").equals("true") ? Optional.of(bucket.owner()) : Optional.empty();
        return Reply.ok(ListObjectsV2Response.builder()
                .isTruncated(page.next().isPresent())
                .contents(page.items().stream()
                        .map(object -> lines.line(object, owner))
                        .toList())
                .name(bucket.name())
                .prefix(lines.encode(prefix))
                .delimiter(delimiter.isEmpty() ? null : lines.encode(delimiter))
                .maxKeys(limit)
                .commonPrefixes(lines.prefixes(page.prefixes()))
                .encodingType(UrlEncoding.encodingType(query).orElse(null))
                .keyCount(page.items().size() + page.prefixes().size())
                .continuationToken(token.orElse(null))
                .nextContinuationToken(page.next().map(ListObjectsV2::toToken).orElse(null))
                .startAfter(startAfter.isEmpty() ? null : lines.encode(startAfter))
                .build());
    }

    static String toToken(Listings.Start start) {
        String text =
                switch (start) {
                    case Listings.Start.Beginning beginning -> "";
                    case Listings.Start.AfterKey after -> KEY + after.key();
                    case Listings.Start.AfterPrefix after -> PREFIX + after.prefix();
                };
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Listings.Start fromToken(String token) {
        String text = "";
        try {
            text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Exception.invalidArgument(
                    "continuation-token", token, "The continuation token provided is incorrect");
        }
        if (text.startsWith(KEY)) {
            return new Listings.Start.AfterKey(text.substring(KEY.length()));
        }
        if (text.startsWith(PREFIX)) {
            return new Listings.Start.AfterPrefix(text.substring(PREFIX.length()));
        }
        throw S3Exception.invalidArgument("continuation-token", token, "The continuation token provided is incorrect");
    }
}
