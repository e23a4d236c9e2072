package io.jarrah.clc.volume.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.storage.StorageHealth;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.Volumes;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.VolumeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeStatusResponse;
import software.amazon.awssdk.services.ec2.model.VolumeStatusDetails;
import software.amazon.awssdk.services.ec2.model.VolumeStatusEvent;
import software.amazon.awssdk.services.ec2.model.VolumeStatusInfo;
import software.amazon.awssdk.services.ec2.model.VolumeStatusItem;

/**
 * Whether the account's volumes can be used: impaired while their storage controller is away or does not know them. That says nothing about their data.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumeStatus.html">DescribeVolumeStatus</a>
 */
public final class DescribeVolumeStatus
        implements Operation<DescribeVolumeStatusRequest, DescribeVolumeStatusResponse> {
    private static final Filters<VolumeStatusItem> FILTERS = Filters.<VolumeStatusItem>of()
            .texts("action.code", item -> List.of())
            .texts("action.description", item -> List.of())
            .texts("action.event-id", item -> List.of())
            .text("availability-zone", VolumeStatusItem::availabilityZone)
            .text("availability-zone-id", VolumeStatusItem::availabilityZoneId)
            .texts("event.description", item -> event(item, VolumeStatusEvent::description))
            .texts("event.event-id", item -> event(item, VolumeStatusEvent::eventId))
            .texts("event.event-type", item -> event(item, VolumeStatusEvent::eventType))
            .texts("event.not-after", item -> List.of())
            .texts("event.not-before", item -> event(item, event -> String.valueOf(event.notBefore())))
            .texts("volume-status.details-name", item -> item.volumeStatus().details().stream()
                    .map(VolumeStatusDetails::nameAsString)
                    .toList())
            .texts("volume-status.details-status", item -> item.volumeStatus().details().stream()
                    .map(VolumeStatusDetails::status)
                    .toList())
            .text("volume-status.status", item -> item.volumeStatus().statusAsString())
            .build();

    private final Database database;
    private final StorageHealth health;
    private final Pages pages;

    public DescribeVolumeStatus(Database database, StorageHealth health, Pages pages) {
        this.database = database;
        this.health = health;
        this.pages = pages;
    }

    @Override
    public DescribeVolumeStatusResponse execute(CallContext context, DescribeVolumeStatusRequest request) {
        Set<VolumeId> ids = VolumeRequests.volumes(request.volumeIds());
        if (!ids.isEmpty() && request.maxResults() != null) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameter volumeSet cannot be used with the parameter maxResults");
        }
        List<VolumeStatusItem> all = database.read(session -> (ids.isEmpty()
                        ? Volumes.visible(session, context.account())
                        : VolumeRequests.find(session, context, ids))
                .stream().map(this::item).toList());
        Page<VolumeStatusItem> page = pages.page(
                context,
                FILTERS.apply(request.filters(), all),
                VolumeStatusItem::volumeId,
                request.maxResults(),
                request.nextToken(),
                Pages.Limits.USUAL);
        return DescribeVolumeStatusResponse.builder()
                .volumeStatuses(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private VolumeStatusItem item(VolumeEntity row) {
        Status status = status(row);
        return VolumeStatusItem.builder()
                .volumeId(row.id().value())
                .availabilityZone(row.zone().value())
                .availabilityZoneId(row.zone().value())
                .actions(List.of())
                .events(events(row))
                .attachmentStatuses(List.of())
                .volumeStatus(VolumeStatusInfo.builder()
                        .status(status.status)
                        .details(
                                VolumeStatusDetails.builder()
                                        .name("io-enabled")
                                        .status(status.detail)
                                        .build(),
                                VolumeStatusDetails.builder()
                                        .name("io-performance")
                                        .status("not-applicable")
                                        .build())
                        .build())
                .build();
    }

    private static List<String> event(VolumeStatusItem item, Function<VolumeStatusEvent, String> part) {
        return item.events().stream().map(part).toList();
    }

    /** What its storage controller says of it, while there is something to say: such as why it could not be made. */
    private static List<VolumeStatusEvent> events(VolumeEntity row) {
        return row
                .observed()
                .reason()
                .map(why -> VolumeStatusEvent.builder()
                        .eventId(row.id().value().replaceFirst(VolumeId.PREFIX, "evol"))
                        .eventType(why.code())
                        .description(why.message())
                        .notBefore(row.observed().since().orElse(null))
                        .build())
                .stream()
                .toList();
    }

    private enum Status {
        OK("ok", "passed"),
        IMPAIRED("impaired", "failed"),
        UNKNOWN("insufficient-data", "insufficient-data");

        private final String status;
        private final String detail;

        Status(String status, String detail) {
            this.status = status;
            this.detail = detail;
        }
    }

    private Status status(VolumeEntity row) {
        Optional<VolumePhase> phase = row.observed().phase();
        Optional<StorageHealth.Condition> controller = health.of(row.zone());
        if (phase.isEmpty() || phase.get() == VolumePhase.CREATING || controller.isEmpty()) {
            return Status.UNKNOWN;
        }
        return controller.get().health() == Health.OK
                        && row.observed().inSight()
                        && phase.get() == VolumePhase.AVAILABLE
                ? Status.OK
                : Status.IMPAIRED;
    }
}
