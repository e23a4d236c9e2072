package io.jarrah.clc.snapshot.op;

import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.snapshot.SnapshotEntity;
import io.jarrah.clc.snapshot.SnapshotState;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.common.contract.StateReason;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/**
 * A snapshot with what its row does not hold.
 *
 * @param row the row
 * @param tags by key; the caller's own
 * @param ownerAlias "amazon" for snapshots of the cloud administrator
 */
record DescribedSnapshot(SnapshotEntity row, Map<String, String> tags, Optional<String> ownerAlias) {
    private static final String TIER = "standard";
    private static final DateTimeFormatter WIRE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** The filters of DescribeSnapshots. */
    static final Filters<DescribedSnapshot> FILTERS = Filters.<DescribedSnapshot>of()
            .text("description", item -> item.row().description())
            .text("encrypted", item -> "false")
            .optional("owner-alias", DescribedSnapshot::ownerAlias)
            .text("owner-id", item -> item.row().account().value())
            .text("progress", DescribedSnapshot::progress)
            .text("snapshot-id", DescribedSnapshot::id)
            .text("start-time", item -> WIRE.format(item.row().createdAt()))
            .text("status", item -> item.row().state().apiName())
            .text("storage-tier", item -> TIER)
            .texts("transfer-type", item -> List.of())
            .text("volume-id", item -> item.row().volume().value())
            .text("volume-size", item -> Integer.toString(item.row().sizeGib()))
            .tags(DescribedSnapshot::tags)
            .build();

    String id() {
        return row.id().value();
    }

    private String progress() {
        return row.observed().progress() + "%";
    }

    private Optional<Instant> completed() {
        return row.state() == SnapshotState.COMPLETED ? row.observed().since() : Optional.empty();
    }

    Snapshot render() {
        return Snapshot.builder()
                .snapshotId(id())
                .volumeId(row.volume().value())
                .state(row.state().apiName())
                .stateMessage(row.observed().reason().map(StateReason::message).orElse(null))
                .startTime(row.createdAt())
                .completionTime(completed().orElse(null))
                .progress(progress())
                .ownerId(row.account().value())
                .ownerAlias(ownerAlias.orElse(null))
                .volumeSize(row.sizeGib())
                .description(row.description())
                .encrypted(false)
                .storageTier(TIER)
                .availabilityZone(row.zone().value())
                .tags(TagSpecifications.toList(tags))
                .build();
    }
}
