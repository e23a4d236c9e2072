package io.jarrah.walrus.object.op;

import io.jarrah.common.id.AccountId;
import io.jarrah.walrus.object.ObjectHeaders;
import io.jarrah.walrus.s3.Owner;
import io.jarrah.walrus.s3.Query;
import io.jarrah.walrus.s3.UrlEncoding;
import io.jarrah.walrus.store.Listings;
import io.jarrah.walrus.store.StoredObject;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What both versions of the listing share.
 *
 * @param encoded whether keys are percent-encoded
 */
record ListingLines(boolean encoded) {
    private static final int MAX_KEYS = 1000;

    /** The max-keys parameter; more than 1000 are never given. */
    static int limit(Query query) {
        return Math.min(MAX_KEYS, query.number("max-keys", MAX_KEYS, 0, Integer.MAX_VALUE));
    }

    /** The key or prefix after which the next page begins. */
    static Optional<String> marker(Listings.Start start) {
        return switch (start) {
            case Listings.Start.Beginning beginning -> Optional.empty();
            case Listings.Start.AfterKey after -> Optional.of(after.key());
            case Listings.Start.AfterPrefix after -> Optional.of(after.prefix());
        };
    }

    String encode(String text) {
        return encoded ? UrlEncoding.encode(text) : text;
    }

    List<CommonPrefix> prefixes(List<String> prefixes) {
        return prefixes.stream()
                .map(prefix -> CommonPrefix.builder().prefix(encode(prefix)).build())
                .toList();
    }

    S3Object line(StoredObject object, Optional<AccountId> owner) {
        S3Object.Builder line = S3Object.builder()
                .key(encode(object.key().value()))
                .lastModified(object.lastModified())
                .eTag(ObjectHeaders.quoted(object.etag()))
                .size(object.size())
                .storageClass("STANDARD");
        owner.ifPresent(account -> line.owner(Owner.of(account)));
        object.checksum().ifPresent(sum -> line.checksumType(sum.type().name())
                .checksumAlgorithmWithStrings(List.of(sum.algorithm().name())));
        return line.build();
    }
}
