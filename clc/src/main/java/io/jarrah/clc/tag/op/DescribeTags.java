package io.jarrah.clc.tag.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.tag.TagRow;
import io.jarrah.clc.tag.Tags;
import io.jarrah.common.db.Database;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/**
 * The tags of the account's resources.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html">DescribeTags</a>
 */
public final class DescribeTags implements Operation<DescribeTagsRequest, DescribeTagsResponse> {
    private static final Filters<TagRow> FILTERS = Filters.<TagRow>of()
            .text("key", TagRow::key)
            .text("value", TagRow::value)
            .text("resource-id", TagRow::resourceId)
            .text("resource-type", TagRow::resourceType)
            .tags(row -> Map.of(row.key(), row.value()))
            .build();

    private final Database database;
    private final Tags tags;
    private final Pages pages;

    public DescribeTags(Database database, Tags tags, Pages pages) {
        this.database = database;
        this.tags = tags;
        this.pages = pages;
    }

    @Override
    public DescribeTagsResponse execute(CallContext context, DescribeTagsRequest request) {
        List<TagRow> rows = database.read(session -> tags.all(session, context.account()));
        Page<TagRow> page = pages.page(
                context,
                FILTERS.apply(request.filters(), rows),
                row -> row.resourceId() + '\0' + row.key(),
                request.maxResults(),
                request.nextToken(),
                Pages.Limits.USUAL);
        return DescribeTagsResponse.builder()
                .tags(page.items().stream()
                        .map(row -> TagDescription.builder()
                                .resourceId(row.resourceId())
                                .resourceType(row.resourceType())
                                .key(row.key())
                                .value(row.value())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
