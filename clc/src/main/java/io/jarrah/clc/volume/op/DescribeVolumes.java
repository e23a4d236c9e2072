package io.jarrah.clc.volume.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.volume.AttachmentEntity;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.Volumes;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.VolumeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;

/**
 * The account's volumes. Three queries, however many there are.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html">DescribeVolumes</a>
 */
public final class DescribeVolumes implements Operation<DescribeVolumesRequest, DescribeVolumesResponse> {
    private final Database database;
    private final Tags tags;
    private final Pages pages;

    public DescribeVolumes(Database database, Tags tags, Pages pages) {
        this.database = database;
        this.tags = tags;
        this.pages = pages;
    }

    @Override
    public DescribeVolumesResponse execute(CallContext context, DescribeVolumesRequest request) {
        Set<VolumeId> ids = VolumeRequests.volumes(request.volumeIds());
        if (!ids.isEmpty() && request.maxResults() != null) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameter volumeSet cannot be used with the parameter maxResults");
        }
        List<DescribedVolume> found = database.read(session -> find(session, context, ids));
        Page<DescribedVolume> page = pages.page(
                context,
                DescribedVolume.FILTERS.apply(request.filters(), found),
                DescribedVolume::id,
                request.maxResults(),
                request.nextToken(),
                Pages.Limits.USUAL);
        return DescribeVolumesResponse.builder()
                .volumes(page.items().stream().map(DescribedVolume::render).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private List<DescribedVolume> find(Session session, CallContext context, Set<VolumeId> ids) {
        List<VolumeEntity> rows = ids.isEmpty()
                ? Volumes.visible(session, context.account())
                : VolumeRequests.find(session, context, ids);
        Map<VolumeId, AttachmentEntity> attachments =
                ids.isEmpty() ? Attachments.ofAccount(session, context.account()) : Attachments.of(session, ids);
        Map<String, Map<String, String>> tagged = ids.isEmpty()
                ? tags.ofType(session, context.account(), Volumes.RESOURCE_TYPE)
                : tags.ofAll(
                        session,
                        context.account(),
                        ids.stream().map(VolumeId::value).toList());
        return rows.stream()
                .map(row -> new DescribedVolume(
                        row,
                        Optional.ofNullable(attachments.get(row.id())).map(AttachmentEntity::view),
                        tagged.getOrDefault(row.id().value(), Map.of())))
                .toList();
    }
}
