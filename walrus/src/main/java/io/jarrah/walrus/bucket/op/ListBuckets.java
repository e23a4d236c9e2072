package io.jarrah.walrus.bucket.op;

import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Owner;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.BucketInfo;
import io.jarrah.walrus.store.Buckets;
import java.util.List;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;

/** The caller's own buckets (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html). */
public final class ListBuckets implements Operation.Simple {
    private static final int ALL = 10_000;

    private final Buckets buckets;

    public ListBuckets(Buckets buckets) {
        this.buckets = buckets;
    }

    @Override
    public Reply execute(Call call) {
        VerifiedPrincipal principal = call.caller().requirePrincipal();
        int limit = call.query().number("max-buckets", ALL, 1, ALL);
        String prefix = call.query().text("prefix");
        List<BucketInfo> found =
                buckets.ownedBy(principal.accountId(), call.query().text("continuation-token"), prefix, limit + 1);
        List<BucketInfo> page = found.subList(0, Math.min(limit, found.size()));
        return Reply.ok(ListBucketsResponse.builder()
                .owner(Owner.of(principal.accountId()))
                .buckets(page.stream()
                        .map(bucket -> Bucket.builder()
                                .name(bucket.name())
                                .creationDate(bucket.created())
                                .build())
                        .toList())
                .continuationToken(found.size() > limit ? page.getLast().name() : null)
                .prefix(prefix.isEmpty() ? null : prefix)
                .build());
    }
}
