package io.jarrah.clc.volume.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.volume.VolumeModificationEntity;
import io.jarrah.clc.volume.VolumeModifications;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.VolumeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesModificationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesModificationsResponse;
import software.amazon.awssdk.services.ec2.model.VolumeModification;

/**
 * The last modification of each volume.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumesModifications.html">DescribeVolumesModifications</a>
 */
public final class DescribeVolumesModifications
        implements Operation<DescribeVolumesModificationsRequest, DescribeVolumesModificationsResponse> {
    private static final Filters<VolumeModification> FILTERS = Filters.<VolumeModification>of()
            .text("modification-state", VolumeModification::modificationStateAsString)
            .text("original-iops", item -> number(item.originalIops()))
            .text("original-size", item -> number(item.originalSize()))
            .text("original-volume-type", VolumeModification::originalVolumeTypeAsString)
            .text("originalMultiAttachEnabled", item -> "false")
            .text("start-time", item -> String.valueOf(item.startTime()))
            .text("target-iops", item -> number(item.targetIops()))
            .text("target-size", item -> number(item.targetSize()))
            .text("target-volume-type", VolumeModification::targetVolumeTypeAsString)
            .text("targetMultiAttachEnabled", item -> "false")
            .text("volume-id", VolumeModification::volumeId)
            .build();

    private final Database database;
    private final Pages pages;

    public DescribeVolumesModifications(Database database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    @Override
    public DescribeVolumesModificationsResponse execute(
            CallContext context, DescribeVolumesModificationsRequest request) {
        Set<VolumeId> ids = VolumeRequests.volumes(request.volumeIds());
        List<VolumeModification> all = database.read(session -> find(session, context, ids)).stream()
                .map(ModificationRendering::modification)
                .toList();
        Page<VolumeModification> page = pages.page(
                context,
                FILTERS.apply(request.filters(), all),
                VolumeModification::volumeId,
                request.maxResults(),
                request.nextToken(),
                Pages.Limits.USUAL);
        return DescribeVolumesModificationsResponse.builder()
                .volumesModifications(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static Collection<VolumeModificationEntity> find(Session session, CallContext context, Set<VolumeId> ids) {
        if (ids.isEmpty()) {
            return VolumeModifications.ofAccount(session, context.account()).values();
        }
        VolumeRequests.find(session, context, ids);
        Map<VolumeId, VolumeModificationEntity> found = VolumeModifications.of(session, ids);
        ids.stream().filter(id -> !found.containsKey(id)).findFirst().ifPresent(id -> {
            throw Ec2Error.INVALID_VOLUME_MODIFICATION_NOT_FOUND.because(
                    "Modification for volume '" + id + "' does not exist.");
        });
        return found.values();
    }

    private static String number(@Nullable Integer value) {
        return Optional.ofNullable(value).map(String::valueOf).orElse("");
    }
}
